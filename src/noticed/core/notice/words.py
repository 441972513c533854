"""The sections of a dialect as values: what is looked for in a language, section by section of its TOML file."""

from noticed.core.notice.model import NoticeKind
from noticed.core.notice.phrase import Phrases
from noticed.core.values import Value


class SearchWords(Value):
    """What a first look asks the mail server for."""

    senders: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    """Beginnings of the words of a complaint, wider than any other rule on purpose: a body with none is not kept."""


class LanguageWords(Value):
    """How the language itself is known, and what joins the items of a list."""

    common: Phrases = Phrases()
    plain: tuple[str, ...] = ()
    """Words of notices that tell nothing of a product: what is said in no others could be said of any."""
    hedges: Phrases = Phrases()
    """Words before a statement that make it a condition: if, once, unless."""
    lasting: Phrases = Phrases()
    """Words before a statement that say how long it holds ("until"): they are a condition of what would end a case
    alone; "until this is settled, the offer is down" says what Amazon did."""
    wanted: Phrases = Phrases()
    """Words before a statement that make it one that somebody may make, has to or is asked for: "the owner can tell us
    that", "send us a message in which", "two options:". It ends no case."""
    needed: Phrases = Phrases()
    """Words above a list that say that its items are needed: "we need one of the following"."""
    denials: Phrases = Phrases()
    """Words before a statement, in the same clause, that deny it: not, nothing, never."""
    doubts: Phrases = Phrases()
    """Words anywhere in a sentence that make what it says the reader's own word, a doubt, or still to be done."""
    beside: Phrases = Phrases()
    """Words anywhere in a sentence by which an ending is none of this complaint: of another year, of a part, of another
    seller, one that seems to be, that was wished for, or only what a word means."""
    possible: Phrases = Phrases()
    """Words in a retraction that only say who may make it: can, may be."""
    polite: Phrases = Phrases()
    """How a sentence opens that states what is behind: "we would like to let you know that"."""
    inverted: Phrases = Phrases()
    """With which a sentence that asks nothing begins to be a condition: "Zieht sie zurück, ist …"."""
    because: Phrases = Phrases()
    """Where the reason begins why a listing is not there: "available because"; what it says is not denied."""
    coordinating: tuple[str, ...] = ()
    """Words behind which a clause of its own begins, where one precedes them: "and", "but"; never "or"."""
    joiners: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    """Small words that follow an address and may have lost their blank: "amazon.comand"."""
    numbering: tuple[str, ...] = ()
    """What stands between a word and its number: no, nr, 编号."""
    numbered: tuple[str, ...] = ()
    """What follows a number that stands before its word: "2020 05512 sayılı tasarım"."""
    greetings: tuple[str, ...] = ()
    """How a letter begins: phrases with a slot {name}."""


class KindRule(Value):
    """One rule: the first that fits a message decides its kind."""

    name: NoticeKind
    any: Phrases = Phrases()
    """One of these is stated …"""
    subject: Phrases = Phrases()
    """… or one of these stands in the subject …"""
    senders: tuple[str, ...] = ()
    """… or the message is from one of these local parts;"""
    also: Phrases = Phrases()
    """and one of these stands somewhere;"""
    unless: Phrases = Phrases()
    """and none of these."""


class BrandWords(Value):
    """How the language writes Amazon's name, and what may stand beside it."""

    spelt: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    """What only Amazon calls itself, without its name: "seller central"."""
    beside: tuple[str, ...] = ()
    """Words beside the name that leave it Amazon's: "Amazon Seller Central", but not "Amazon Traders Club"."""
    own: tuple[str, ...] = ()
    """Amazon's programmes, guarantees, rules: nobody's names, whatever they claim or say."""


class DeadlineWords(Value):
    """How a text says until when the seller has to act."""

    numbers: tuple[tuple[str, int], ...] = ()
    days: tuple[str, ...] = ()
    business_days: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    alone: tuple[tuple[str, int], ...] = ()
    """Words that are a span by themselves, in days: "fortnight", "tydzień"."""
    spans: tuple[str, ...] = ()
    """Phrases with the slots {n} and {unit}."""
    dates: tuple[str, ...] = ()
    """Phrases with the slot {date}."""
    month_names: tuple[str, ...] = ()
    """Twelve, each with its variants parted by "|"."""
    ordinals: tuple[str, ...] = ()
    """Endings of the number of a day: 3rd, 1er."""
    between: tuple[str, ...] = ()
    """Small words between day, month and year: of, de."""
    month_first: bool = False
    clocks: Phrases = Phrases()
    """Labels of what the seller has left, their words or how they begin: "time left", "your answer" …"""
    others: Phrases = Phrases()
    """… and what says in one that the clock is another's: "of the owner", "processing time"."""
    periods: Phrases = Phrases()
    """Spans of the past that no clock runs in, whatever stands beside them: "the last 365 days"."""
    not_binding: Phrases = Phrases()
    """A sentence with one of these speaks of another clock."""


class NoticeWords(Value):
    """What else a notice says."""

    appealed: Phrases = Phrases()
    """The reader appealed, or sent something: what any answer to an appeal speaks of, and no complaint does."""
    news: Phrases = Phrases()
    """Signs of a mail to all sellers: a webinar, a newsletter, a change of the rules."""
    surveys: Phrases = Phrases()
    """What a survey asks about how the seller was served."""
    samples: Phrases = Phrases()
    """What says of a notice in an invitation that it is made up."""
    elsewhere: Phrases = Phrases()
    """What says that nobody complained of the reader: he reported others, asks what would happen, or another rule is
    broken."""
    nobody: Phrases = Phrases()
    """What says that nobody complained, and Amazon found it by itself: whoever is named beside it is a stranger."""
    own_reports: Phrases = Phrases()
    """What says that the reader reported others: what was done was done to them."""
    told: Phrases = Phrases()
    """Somebody told Amazon, or says, what a right named in the same sentence has to do with …"""
    untold: Phrases = Phrases()
    """… but neither a buyer, nor the reader, nor Amazon itself does."""
    payouts: Phrases = Phrases()
    """What may be withheld of a seller's money: no listing."""
    disclaims: Phrases = Phrases()
    """What a message is not about, or who did not complain: rights and owners in such a clause are not at issue."""
    rulebook: Phrases = Phrases()
    """What Amazon forbids in general, what its rules are called, and that the reader may be an owner himself: "the sale
    of counterfeits is prohibited", "Anti-Counterfeiting Policy". No right is at issue in these words."""
    goods: Phrases = Phrases()
    """Words for a listing with the verb behind them: what stands in the same clause as an account is said of it."""
    withdrawn: Phrases = Phrases()
    """The withdrawal of a complaint as the reason why a listing is back; alone it may be what has to come."""
    pulled: Phrases = Phrases()
    """What says that the listing was withdrawn, where a complaint and "withdrawn" stand in one sentence: the complaint
    as the reason, or the listing in between as what it is said of."""
    aside: Phrases = Phrases()
    """What may be withdrawn or restored with no end of a complaint: another seller's, a buyer's claim, a payout, a
    permission …"""
    stands: Phrases = Phrases()
    """… and that a complaint was not withdrawn, is in force, was filed again: the only one of a message has not."""
    remains: Phrases = Phrases()
    """That a listing stays down: where no other is named, none is back."""
    one_of: Phrases = Phrases()
    """What stands for one of several complaints before its number: "the first", "the other"."""
    generic: Phrases = Phrases()
    """Rights named in general; they are no right."""
    reasons: Phrases = Phrases()
    """A concrete reason."""
    tells: Phrases = Phrases()
    """Words of a sentence that describes what is copied, and how: "same", "shows", "packaging"."""
    unsold: Phrases = Phrases()
    """That the reader may never have sold the product: what he may answer, and no reason."""
    logos: Phrases = Phrases()
    """What stands before whose logo it is: that of "Oak Ltd" is a concrete reason, "another's" none."""
    banners: Phrases = Phrases()
    """By which a gateway warns of mail from outside, above the message."""
    registers: tuple[str, ...] = ()
    """Words for an entry of a register, which announce its number with "no." or the like behind; an entry of several
    words without."""
    called: tuple[str, ...] = ()
    """What says behind a number that it is that of the right which follows: "is the number of", "is named as"."""
    others: tuple[str, ...] = ()
    """What else has a number, whole words or with "~" how they begin: an invoice, an order, a model; behind one a
    number is no right's until a right is named."""
    pieces: tuple[str, ...] = ()
    """What may be counted behind a number, as others: "units"."""
    applied: Phrases = Phrases()
    """Words for an application: where a right is granted, the number under which it was asked for is none."""
    american: Phrases = Phrases()
    """Rights and registers of the United States."""
    account_health: Phrases = Phrases()
    unattended: Phrases = Phrases()
    """An address in such a sentence is not written to."""
    retraction: Phrases = Phrases()
    dropped: Phrases = Phrases()
    """Words that deny and yet end a complaint: it is "no longer pursued"."""
    unlicensed: Phrases = Phrases()
    """Something is used without its owner's leave: that is a complaint's where its number and a listing stand."""
    open: Phrases = Phrases()
    """A complaint in such a sentence is not settled yet …"""
    left: Phrases = Phrases()
    """… nor is one of several products in such a clause of an ending: "B0… still is inactive", "all but B0…"."""
    likewise: Phrases = Phrases()
    """What says of one that it goes as another does: "too", "the same goes for"."""
    stock: Phrases = Phrases()
    """Words for the goods in the warehouse: what may happen to them is not what may happen to the listing …"""
    cases: Phrases = Phrases()
    """… nor is what becomes of a support case."""
    says: Phrases = Phrases()
    """Further sentences that say what may be done."""
    test_buys: Phrases = Phrases()
    no_test_buys: Phrases = Phrases()
    """Words before a test buy in its line that deny it."""
    evaluations_over: Phrases = Phrases()
    """A patent evaluation that came to its end: what is still on sale is not at risk by it any more."""
    evaluation_ids: tuple[str, ...] = ()
    """Phrases with the slot {id}."""


class DeedWords(Value):
    """What may be done to what, by which an action is guessed that no phrase says."""

    goods: Phrases = Phrases()
    content: Phrases = Phrases()
    """Parts of a page: pictures, texts."""
    account: Phrases = Phrases()
    selling: Phrases = Phrases()
    """What may be stopped of an account: words that may be of a listing, too."""
    business: Phrases = Phrases()
    """All that a seller does: his shop, his sales, his access; not …"""
    placed: Phrases = Phrases()
    """Where something is, or is taken from: "in your shop", "from the page" …"""
    along: Phrases = Phrases()
    """What a listing has and goes with it: "with these pictures", "and its texts"."""
    since: Phrases = Phrases()
    """Where within a sentence the reason begins or ends, with no comma: "because", "eftersom", "için"."""
    until: Phrases = Phrases()
    """How long something lasts, as it begins: the noun behind it is not what was removed …"""
    till: Phrases = Phrases()
    """… or as it ends: the noun before it is not."""
    certain: Phrases = Phrases()
    """… or a certain listing, of which alone is said that it may not be sold: "this item"."""
    shut: Phrases = Phrases()
    """That his business has ended or rests."""
    barred: Phrases = Phrases()
    """That he may sell nothing."""
    headings: Phrases = Phrases()
    """What says on a line of its own that his account is closed."""
    taken: Phrases = Phrases()
    """Verbs for what was done: "removed", "took offline"; with a modal verb for what may be."""
    taking: Phrases = Phrases()
    """The same verbs for what is to come: infinitives and futures …"""
    had: Phrases = Phrases()
    """… behind one of these it was done: "had to"."""
    may: Phrases = Phrases()
    will: Phrases = Phrases()
    stays: Phrases = Phrases()
    """What says that nothing was done yet."""
    mended: Phrases = Phrases()
    """That a page has to be changed: it is live, where nothing says that it was removed but …"""
    mistaken: Phrases = Phrases()
    """… a heading that asks whether it was so by mistake."""
    back: Phrases = Phrases()


class CourtWords(Value):
    """Signs of a court case."""

    signs: Phrases = Phrases()
    names: Phrases = Phrases()
    """Courts."""
    numbers: tuple[str, ...] = ()
    """How a case number is announced: phrases with the slot {number}."""
