"""The sections of a dialect that speak of mail as such: forwards, answers, machines, quotations, delivery reports."""

from noticed.core.notice.phrase import Phrases
from noticed.core.values import Value


class ForwardWords(Value):
    """How a mail program writes a forwarded message into the text."""

    markers: Phrases = Phrases()
    prefixes: tuple[str, ...] = ()
    """Of the subject: Fwd, WG."""
    sender: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()


class ReplyWords(Value):
    """What an answer does."""

    retracts: Phrases = Phrases()
    retracts_conditional: Phrases = Phrases()
    promises: Phrases = Phrases()
    """Of those, what is still to be done."""
    refuses: Phrases = Phrases()
    unmoved: Phrases = Phrases()
    """What refuses unless the complaint is taken back in the same answer: our position is unchanged, the offer stays
    down, we do not meddle."""
    demands: Phrases = Phrases()
    asks: Phrases = Phrases()
    gives_reason: Phrases = Phrases()
    wrong_person: Phrases = Phrases()
    disowned: Phrases = Phrases()
    """Not ours: said of a complaint or a right, or of nothing, of the wrong person too; of goods, of fakes."""
    stop: Phrases = Phrases()
    do_not_write: Phrases = Phrases()
    """Says that letters must not come to this address again: a wrong address, a wish to be left alone."""
    alone: Phrases = Phrases()
    """Words that say so where they are all an answer says: stop, unsubscribe."""
    soliciting: Phrases = Phrases()
    """Somebody sells something: reviews, appeals, goods."""
    curt: Phrases = Phrases()
    """Words that refuse where they are all an answer says: no."""
    met: Phrases = Phrases()
    """Says that a condition was met and the retraction followed: what was demanded there is demanded no more; also what
    only looks like a question to us: somebody needs time, or names who else is to be asked."""
    acknowledges: Phrases = Phrases()
    chosen: Phrases = Phrases()
    """Words before a lone letter that names an answer: "Answer: B"."""
    finished: Phrases = Phrases()
    """Words that open a condition or speak of something done: they count only right before the statement."""


class AnswerWords(Value):
    """Words whose meeting in one sentence of an answer says something, in whatever order they stand."""

    claims: Phrases = Phrases()
    """What the complainant filed: complaint, report, notice."""
    undone: Phrases = Phrases()
    """It was taken back, as a thing done: withdrawn, we hereby retract. Nothing still to be done."""
    dropped: Phrases = Phrases()
    """The same said by a denial: no longer pursue, treat as void."""
    carried: Phrases = Phrases()
    """What was spoken of was done: "we have decided to withdraw it. That was done this morning"."""
    announced: Phrases = Phrases()
    """It will be taken back, at a time that is near and depends on nobody: will be lifted tonight."""
    withdrawals: Phrases = Phrases()
    """The taking back as a thing: withdrawal, retraction; and …"""
    done: Phrases = Phrases()
    """… that it left: sent, gone out, confirmed."""
    asked: Phrases = Phrases()
    """Somebody was asked or told …"""
    restored: Phrases = Phrases()
    """… to bring a listing back."""
    unsaid: Phrases = Phrases()
    """Words that make a sentence about a taking back no statement of it: before, you ask us to, should be."""
    doubted: Phrases = Phrases()
    """Words anywhere in a sentence that tell of something else, or make it the reader's own, or a mere chance: another
    seller, you write that, perhaps."""
    heeded: Phrases = Phrases()
    """Says that a wish was met: at your request. It is none of those."""
    bids: Phrases = Phrases()
    """How an order begins a clause: pay, change, remove. What is said behind it of a taking back is a bargain."""
    things: Phrases = Phrases()
    """What else one takes back: a letter, an offer, a licence."""
    articles: Phrases = Phrases()
    """What stands before a noun: where no complaint is named beside it, something else is taken back …"""
    adjuncts: Phrases = Phrases()
    """… but not where it only tells how or when: via the portal, this morning …"""
    pronouns: Phrases = Phrases()
    """… or where the complaint is called it."""
    contrary: Phrases = Phrases()
    """Words anywhere in an answer by which a complaint stands, whatever is said of taking it back: filed again, yours
    stays, in your dreams."""
    being: Phrases = Phrases()
    """What may stand before a verb that is the whole statement: "(it has been) withdrawn"."""
    common: Phrases = Phrases()
    """Common words of a language that no notice is read in."""
    undo: Phrases = Phrases()
    """To take back, in any form; and …"""
    unwilling: Phrases = Phrases()
    """… that it will not be done; or …"""
    deferred: Phrases = Phrases()
    """… that it is Amazon's to do."""
    upheld: Phrases = Phrases()
    """A complaint stays: maintain, stand by, was correct."""
    pending: Phrases = Phrases()
    """Not by now: not yet. What is asked beside it decides."""
    wishes: Phrases = Phrases()
    """What we asked for: your request, your proposal."""
    clients: Phrases = Phrases()
    """Whom a lawyer or an agent writes for: our client. What is denied of him is a no."""
    unaware: Phrases = Phrases()
    """What is denied without a refusal: to know, to have filed, to find."""
    preferred: Phrases = Phrases()
    """Polite words of will that only look like a condition: would rather."""
    retorts: Phrases = Phrases()
    """What makes a question none: you ask me why, are you serious. It goes with a reason and wants no answer."""
    wondered: Phrases = Phrases()
    """What makes a statement one that nobody decided yet: "whether" it stands."""
    signs: tuple[str, ...] = ()
    """What stands before a number: no, nr, n°. Before a complaint's it denies nothing."""
    moods: tuple[str, ...] = ()
    """Words of a wish or a condition that without their marks are words of a fact: they are spelt out, ue for u with
    two dots, and phrases have them so."""
    ours: Phrases = Phrases()
    """Ours, mine, by me; and …"""
    works: Phrases = Phrases()
    """… what one may have a right in: photo, design, mark."""


class AutoReplyWords(Value):
    """How an automatic answer is known."""

    phrases: Phrases = Phrases()
    subjects: Phrases = Phrases()
    surely: Phrases = Phrases()
    """How a subject begins that only a machine writes."""
    challenges: Phrases = Phrases()
    """Asks whoever wrote to prove that he is a person, or to click before his letter is delivered."""
    tickets: Phrases = Phrases()
    """How only a ticket system acknowledges a letter, whatever it repeats of it."""
    away_until: tuple[str, ...] = ()
    """Phrases with the slot {date}."""
    weekdays: tuple[str, ...] = ()
    """Seven from Monday, each with its variants parted by "|"."""
    tomorrow: tuple[str, ...] = ()


class QuoteWords(Value):
    """How quoted history and a signature begin."""

    markers: Phrases = Phrases()
    signatures: Phrases = Phrases()
    """The closing formulas, also where a mail program or a telephone writes them."""
    senders: tuple[str, ...] = ()
    """Labels of the sender in a quoted header, beside those of ``forward``."""
    headers: tuple[str, ...] = ()
    """Other labels of a quoted header, beside those of ``forward``."""
    opens: Phrases = Phrases()
    """With what the line above a quotation begins: "on", "am", "le"."""
    wrote: Phrases = Phrases()
    """What such a line says of the quoted person."""
    ruled: Phrases = Phrases()
    """What stands in a line of dashes above a history, beside the markers."""
    sent_from: Phrases = Phrases()
    """How the line begins that a telephone adds."""
    footers: Phrases = Phrases()
    """How the lines begin that a firm, a list or a scanner adds; they and all below are nobody's words."""
    contact: Phrases = Phrases()
    """Words before the numbers of a signature."""


class BounceWords(Value):
    """How a delivery report is known, and what it says."""

    subjects: Phrases = Phrases()
    copies: Phrases = Phrases()
    """How the line begins above the copy of the message that came back."""
    full: Phrases = Phrases()
    """A full mailbox, which may be emptied."""
    for_now: Phrases = Phrases()
    """It is still being tried."""
    for_good: Phrases = Phrases()
    """There is no such address: trying again is for whoever mistyped it."""
