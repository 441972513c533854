"""What is known of a laid-out message: its kind, who complained, of what, and what was done, each with its place.

Read in an order in which each step may lean on those before it. Never raises.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from noticed.core.learned.questions import Ask, NumberOf
from noticed.core.notice.actions import Reading, action
from noticed.core.notice.addresses import amazon_addresses, complainant_addresses
from noticed.core.notice.addresses_weighed import addresses_weighed
from noticed.core.notice.deadline import Deadline, deadline
from noticed.core.notice.deadline_weighed import deadline_weighed
from noticed.core.notice.ending import ENDINGS
from noticed.core.notice.ids import complaint_ids
from noticed.core.notice.kind import kind, speaks_of_open
from noticed.core.notice.model import Evidence, NoticeAction, NoticeKind
from noticed.core.notice.naming import Name
from noticed.core.notice.numbers import ip_numbers
from noticed.core.notice.numbers_weighed import numbers_weighed
from noticed.core.notice.owner import owner_names
from noticed.core.notice.owner_weighed import owners_weighed
from noticed.core.notice.pairing import Parts
from noticed.core.notice.printed_addresses import Address
from noticed.core.notice.products import asins
from noticed.core.notice.reason import reason_stated
from noticed.core.notice.right_weighed import right_weighed
from noticed.core.notice.rights import Found, ip_type, rights
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.spelled import with_spelled
from noticed.core.notice.weighed import action_weighed, kind_weighed, reason_weighed
from noticed.core.values import Value

_COMPLAINED = frozenset({NoticeKind.COMPLAINT, NoticeKind.SUSPECTED})
"""Mail that may say why."""
_NOBODY = 0.9
"""A chance of mere suspicion from which nobody complained, whoever may be named."""


class Facts(Value):
    """What one message says."""

    kind: NoticeKind
    decided: Reading
    """Where its kind was read, and whether that is a guess."""
    parts: Parts
    amazon: tuple[Address, ...]
    """Amazon's own addresses."""
    done: Reading
    """What Amazon did."""
    until: Deadline | None
    stated: bool
    """Whether it says why."""


class _People(Value):
    """Who complained, and the kind of a mail in which somebody did."""

    kind: NoticeKind
    owners: tuple[Name, ...]
    emails: tuple[Address, ...]


def facts(sheet: Sheet, sent: date | None, by_machine: Callable[[], bool], *, is_amazons: bool) -> Facts:
    """What a message of ``sent`` says; one that is not Amazon's is ``other``, whatever it says.

    ``by_machine``: whether a header says that it answers by itself.
    """
    ruled = kind(sheet, by_machine)
    elses = Reading(value=NoticeKind.OTHER, start=ruled.start, guess=ruled.guess)
    decided = kind_weighed(sheet, ruled) if is_amazons else elses
    people = _people(sheet, decided, several=len(complaint_ids(sheet)) > 1)
    parts = _parts(sheet, people)
    return Facts(
        kind=people.kind,
        decided=decided,
        parts=parts,
        amazon=amazon_addresses(sheet),
        done=action_weighed(sheet, people.kind, action(sheet, people.kind)),
        until=_until(sheet, people.kind, sent),
        stated=_says_why(sheet, people.kind, parts),
    )


def _until(sheet: Sheet, what: NoticeKind, sent: date | None) -> Deadline | None:
    if what in ENDINGS and not speaks_of_open(sheet):
        return None
    return deadline_weighed(sheet, what, sent, deadline(sheet, sent))


def _people(sheet: Sheet, decided: Reading, *, several: bool) -> _People:
    """``several``: it has several complaints, each of which may have its own owner."""
    what = NoticeKind(decided.value)
    emails = complainant_addresses(sheet)
    likely = sheet.weighed.chances(Ask.KIND).get(NoticeKind.SUSPECTED, 0.0) >= _NOBODY
    unsure = what is NoticeKind.SUSPECTED and decided.guess and not likely
    weigh = what is not NoticeKind.OTHER and not unsure
    nobody = what is NoticeKind.SUSPECTED and not unsure  # complained
    told: Iterator[Name] = iter(()) if nobody else owner_names(sheet, emails, weigh=weigh)
    named_by = owners_weighed(sheet, what, told, several=several) if weigh else told
    owners = tuple(islice(named_by, None if several else 1))
    what = NoticeKind.COMPLAINT if unsure and owners else what  # who is named complained
    ruled = with_spelled(sheet, what, emails, owners)
    return _People(kind=what, owners=owners, emails=addresses_weighed(sheet, what, ruled, owners))


def _parts(sheet: Sheet, people: _People) -> Parts:
    owner = next(iter(people.owners), None)
    named = rights(sheet, owner.text if owner else "")
    right = right_weighed(sheet, people.kind, ip_type(named, people.kind))
    announced = complaint_ids(sheet)
    ruled = {
        NumberOf.COMPLAINT: announced,
        NumberOf.RIGHT: ip_numbers(sheet, frozenset(found.text for found in announced)),
        NumberOf.PRODUCT: asins(sheet),
    }
    numbers = numbers_weighed(sheet, people.kind, right.ip_type if right else None, ruled)
    return Parts(
        ids=numbers[NumberOf.COMPLAINT],
        asins=numbers[NumberOf.PRODUCT],
        numbers=numbers[NumberOf.RIGHT],
        emails=tuple(Found(text=email.spec, start=email.start, guess=email.guess) for email in people.emails),
        rights=named,
        right=right,
        owners=people.owners,
    )


def _says_why(sheet: Sheet, what: NoticeKind, parts: Parts) -> bool:
    first = next(iter(parts.owners), None)
    names = (parts.owner, None) if first and first.guess else (parts.owner,)  # a guess takes no reason away
    complained = what in _COMPLAINED
    stated = any(reason_stated(sheet, parts.right, parts.numbers, name, complained=complained) for name in names)
    return reason_weighed(sheet, stated) if complained and not parts.numbers else stated


def evidence(sheet: Sheet, known: Facts, beside: Iterable[tuple[str, int]]) -> tuple[Evidence, ...]:
    """The lines of a notice's fields; ``beside``: further fields and their places."""
    parts = known.parts
    found = [("kind", known.decided.start, known.decided.guess)]
    found += [("asins", item.start, item.guess) for item in parts.asins]
    found += [("complaint_ids", item.start, item.guess) for item in parts.ids]
    found += [("ip_numbers", item.start, item.guess) for item in parts.numbers]
    found += [("rights_owner_emails", item.start, item.guess) for item in parts.emails]
    found += [("amazon_emails", item.start, False) for item in known.amazon]
    found += [(field, start, False) for field, start in beside]
    is_named = parts.rights or known.kind is not NoticeKind.PATENT_EVALUATION  # which is about one, named or not
    found += [("ip_type", parts.right.start, parts.right.guess)] if parts.right and is_named else []
    found += [("rights_owner_name", item.start, item.guess) for item in parts.owners[:1]]
    found += [("action", known.done.start, known.done.guess)] if known.done.value != NoticeAction.NONE else []
    found += [("deadline_days", known.until.start, known.until.guess)] if known.until else []
    lines = [Evidence(field=field, line=sheet.page.quote(start), guess=guess) for field, start, guess in found]
    return tuple(dict.fromkeys(lines))
