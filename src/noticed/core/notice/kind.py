"""What a message is about, and through which door the answer goes."""

from collections.abc import Callable, Iterator
from itertools import chain, filterfalse

from noticed.core.notice.actions import ACTIONS, Reading
from noticed.core.notice.addresses import complainant_addresses
from noticed.core.notice.appeals import answers, answers_nothing, is_notice, is_quoted, names_a_right
from noticed.core.notice.deeds import deed, returned
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.disclaimed import at_issue
from noticed.core.notice.elsewhere import elsewhere, own_finding
from noticed.core.notice.ending import ENDINGS, ending, is_only_spoken_of, is_titled, stated
from noticed.core.notice.evaluations import spoken
from noticed.core.notice.headed import headed
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.model import AppealChannel, IpType, NoticeKind
from noticed.core.notice.printed_addresses import find_addresses
from noticed.core.notice.products import asins
from noticed.core.notice.rights import rights, types_in
from noticed.core.notice.shaped import shaped
from noticed.core.notice.sheet import Sheet, is_amazon
from noticed.core.notice.shut import closed, of_account
from noticed.core.notice.told import told
from noticed.core.notice.unended import is_foreseen, stands
from noticed.core.notice.words import KindRule


def kind(sheet: Sheet, by_machine: Callable[[], bool]) -> Reading:
    """The kind of a message from Amazon: the first rule of its language that fits, then of the other languages.

    ``by_machine``: its header says that it answers by itself. What then only says that a letter arrived answers
    nothing: its subject is the one we wrote.
    """
    found = own_finding(sheet, _settled(sheet, _kind(sheet)))
    if found.value != NoticeKind.OTHER and (other := elsewhere(sheet, found.value)) is not None:
        return other
    answers = found.value == NoticeKind.APPEAL_RESPONSE and by_machine()
    received = _only_received(sheet) if answers else None
    return found if received is None else Reading(value=NoticeKind.OTHER, start=received)


def _settled(sheet: Sheet, found: Reading) -> Reading:
    """An answer to an appeal that says that the goods are back ends the case, in whatever words it says so."""
    if found.value != NoticeKind.APPEAL_RESPONSE:
        return found
    back = next((at for voice in sheet.voices if (at := returned(sheet, voice)) is not None), None)
    alike = (rule for voice in sheet.voices for rule in voice.kinds if rule.name is NoticeKind.REINSTATEMENT)
    if back is None or any(_excluded(sheet, rule) for rule in alike):
        return found
    owners = (owners for voice in sheet.voices if (owners := _retracted(sheet, voice)) is not None)
    return next(owners, Reading(value=NoticeKind.REINSTATEMENT, start=back))


def _only_received(sheet: Sheet) -> int | None:
    """Where a message says that it was received, when nothing else in it makes it an answer to an appeal."""
    said = [m.span() for voice in sheet.voices for m in voice.reply.acknowledges.finditer(sheet.new)]
    said = [(start, end) for start, end in said if start >= sheet.body]
    answers = (rule.any for v in sheet.voices for rule in v.kinds if rule.name is NoticeKind.APPEAL_RESPONSE)
    places = (match.span() for phrases in answers for match in phrases.finditer(sheet.new))
    more = ((low, high) for low, high in places if low >= sheet.body)
    if any(all(high <= start or end <= low for start, end in said) for low, high in more):
        return None
    return min(said)[0] if said else None


def _kind(sheet: Sheet) -> Reading:
    for dialect in sheet.voices:
        for rule in _heard(sheet, dialect):
            place = _fits(sheet, rule)
            if place is None or (rule.name in ENDINGS and not _fits_in(sheet, dialect, rule)):
                continue
            if rule.name is NoticeKind.COMPLAINT and (answered := answers(sheet)) is not None:
                return Reading(value=NoticeKind.APPEAL_RESPONSE, start=answered)
            if rule.name is NoticeKind.COMPLAINT and (shut := _shut(sheet)) is not None:
                return shut
            if rule.name is NoticeKind.REINSTATEMENT and (settled := _retracted(sheet, dialect)):
                return settled
            return Reading(value=rule.name, start=place)
    answered = answers(sheet) if complaint_ids(sheet) or (asins(sheet) and names_a_right(sheet)) else None
    if answered is not None:
        return Reading(value=NoticeKind.APPEAL_RESPONSE, start=answered)
    if names_a_right(sheet) and (shut := _shut(sheet)) is not None:
        return shut
    return _guessed(sheet)


def _guessed(sheet: Sheet) -> Reading:
    """The kind by the parts of a mail where no sentence says it."""
    if _looks_like_a_complaint(sheet):
        return Reading(value=NoticeKind.APPEAL_RESPONSE if is_quoted(sheet) else NoticeKind.COMPLAINT, guess=True)
    found = _finds(sheet)
    what = NoticeKind.OTHER if found is None else NoticeKind.SUSPECTED
    return Reading(value=what, start=found or 0, guess=True)


def _finds(sheet: Sheet) -> int | None:
    """Where it says what is done to a listing that it names, for a right: whoever found that, and in whatever words."""
    if not asins(sheet) or not rights(sheet) or not names_a_right(sheet):
        return None
    if any(_excluded(sheet, rule) for v in sheet.voices for rule in v.kinds if rule.name is NoticeKind.SUSPECTED):
        return None
    done = (each[1] for voice in sheet.voices if (each := deed(sheet, voice, ahead=True)) is not None)
    said = (voice.actions[name] for voice in sheet.voices for name in ACTIONS if name in voice.actions)
    stated = (place for phrases in said if (place := sheet.stated(phrases)) is not None)
    return next(chain(done, stated), None)


def _shut(sheet: Sheet) -> Reading | None:
    """The account's suspension, where a mail about complaints says that nothing is sold through it any more."""
    ways = (way for v in sheet.voices for way in (closed(sheet, v), headed(sheet, v.deeds.headings)))
    place = next((at for at in ways if at is not None), None)
    return None if place is None else Reading(value=NoticeKind.ACCOUNT_SUSPENSION, start=place, guess=True)


def _heard(sheet: Sheet, dialect: Dialect) -> Iterator[KindRule]:
    """The rules of a language of which the text has the words, the subject has, or the sender's name is one."""
    said, titled = dialect.of_notices.look(sheet.new), dialect.of_subjects.look(sheet.subject)
    box = sheet.sender.partition("@")[0]
    return (rule for rule in dialect.kinds if rule.any in said or rule.subject in titled or box in rule.senders)


def _retracted(sheet: Sheet, dialect: Dialect) -> Reading | None:
    """The owner's retraction, where a mail says both: it is why the listing is back."""
    places = (_fits(sheet, rule) for rule in dialect.kinds if rule.name is NoticeKind.RETRACTION)
    place = next((place for place in places if place is not None), sheet.stated(dialect.notice.withdrawn, settled=True))
    return None if place is None else Reading(value=NoticeKind.RETRACTION, start=place)


def _looks_like_a_complaint(sheet: Sheet) -> bool:
    """Whether it has the parts of one, whatever its sentences say: better one too many before the operator."""
    labels = {hit.base for hit in sheet.hits}
    numbered = complaint_ids(sheet) or (asins(sheet) and shaped(sheet))
    if {"asin", "owner_email"} <= labels or (numbered and names_a_right(sheet)):
        return True
    if complaint_ids(sheet) and asins(sheet) and (_prints_an_address(sheet) or _is_unlicensed(sheet)):
        return True  # "the photographer asked us": no word for a right
    if asins(sheet) and (_has_typed_right(sheet) or (_claims(sheet) and complainant_addresses(sheet))):
        return True
    known = bool(asins(sheet)) and bool(complainant_addresses(sheet))  # "she says that the calendar has her drawings"
    return told(sheet, of_anything=known) is not None


def _claims(sheet: Sheet) -> bool:
    """Whether it names a right, or says that something is somebody's who did not license it: "the song is hers"."""
    return bool(rights(sheet)) or _is_unlicensed(sheet)


def _is_unlicensed(sheet: Sheet) -> bool:
    """Whether it says that something is used without its owner's leave: "the song is hers, she has not licensed it"."""
    return any(voice.notice.unlicensed.search(sheet.new) for voice in sheet.voices)


def _prints_an_address(sheet: Sheet) -> bool:
    """Whether an address of somebody else stands in it: neither Amazon's nor one that the message was sent to."""
    return any(
        address.start >= sheet.body
        and address.spec not in sheet.own
        and not is_amazon(address.spec.rpartition("@")[2], sheet.marketplaces)
        for address in find_addresses(sheet)
    )


def _has_typed_right(sheet: Sheet) -> bool:
    """Whether a label of the type names a right; buyers complain of "inauthentic" goods under the same label."""
    return any(
        right is not IpType.COUNTERFEIT
        for hit, _ in sheet.values("type")
        for _, _, right in types_in(sheet.page.folded[hit.value : min(hit.end, hit.value + 80)], sheet.voices)
    )


def _fits(sheet: Sheet, rule: KindRule) -> int | None:
    """Where the rule found what it looks for, or None."""
    place = _said(sheet, rule)
    if place is None and is_titled(sheet, rule):
        place = 0
    if place is not None and place < sheet.body and rule.name in ENDINGS and is_only_spoken_of(sheet, rule):
        return None
    if place is None and sheet.sender.partition("@")[0] in rule.senders:
        place = 0
    if place is None or is_notice(sheet, rule) or answers_nothing(sheet, rule) or _excluded(sheet, rule):
        return None
    if rule.also and not at_issue(sheet, rule.also.matches(sheet.new)):
        return None
    return place


def _fits_in(sheet: Sheet, dialect: Dialect, rule: KindRule) -> bool:
    """Whether an ending is one by the words of its own language, too: that of a short text may be guessed wrong."""
    return dialect is sheet.dialect or _fits(sheet.within(dialect), rule) is not None


def _said(sheet: Sheet, rule: KindRule) -> int | None:
    """Where a sentence says it. "A complaint can be withdrawn by its owner only" is said of any complaint."""
    if rule.name is NoticeKind.ACCOUNT_SUSPENSION:
        return of_account(sheet, rule.any)
    if rule.name not in ENDINGS or not rule.any.matches(sheet.new):
        place = sheet.stated(rule.any)
        return place if place is not None or rule.name is not NoticeKind.PATENT_EVALUATION else spoken(sheet, rule.any)
    return ending(sheet, rule)


def _excluded(sheet: Sheet, rule: KindRule) -> bool:
    """A finding of Amazon's own says that no rights owner reported it: what would exclude it has to be stated, or a
    complaint to have its number or its owner an address. What buyers complained of may be said to be no matter of a
    trademark: that counts where no owner's address stands. What excludes an ending in one language of the text
    excludes it in all."""
    if rule.name is NoticeKind.SUSPECTED:
        against = any(not sheet.is_denied_behind(match) for match in stated(sheet, rule.unless))
        return against or bool(complaint_ids(sheet) or complainant_addresses(sheet)) or told(sheet) is not None
    if rule.name is NoticeKind.OTHER and not complainant_addresses(sheet):
        return at_issue(sheet, filterfalse(sheet.is_denied, rule.unless.matches(sheet.new)))
    if rule.name in ENDINGS:
        if stands(sheet, rule.name):
            return True
        alike = (each for voice in sheet.voices for each in voice.kinds if each.name is rule.name)
        return any(not is_foreseen(sheet, match) for each in alike for match in each.unless.matches(sheet.new))
    return bool(rule.unless.matches(sheet.new))


def speaks_of_open(sheet: Sheet) -> bool:
    """Whether a complaint is said to be open still: what settles one of two leaves the clock of the other."""
    return any(voice.notice.open.matches(sheet.new) for voice in sheet.voices)


def appeal_channel(sheet: Sheet, dispute_address: str | None) -> AppealChannel:
    """Account Health where the notice names it, mail where it prints an address to write to."""
    if any(dialect.notice.account_health.matches(sheet.page.folded) for dialect in sheet.voices):
        return AppealChannel.ACCOUNT_HEALTH
    return AppealChannel.MAIL if dispute_address else AppealChannel.UNKNOWN
