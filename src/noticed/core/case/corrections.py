"""``noticed set CASE K=V``: what the operator may correct or supply. Pure.

Raises ``ValueError`` with one line for an unknown field or a bad value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from noticed.core.case.beginnings import BY_WORD, Start, with_began
from noticed.core.case.cadence import choose, is_counsel
from noticed.core.case.model import Case, CaseAsin, CaseComplaint
from noticed.core.notice.model import IpType

_UNHURRIED = frozenset({"standard", "quiet"})
"""Cadences that no clock asks for."""


def with_fields(case: Case, fields: Mapping[str, str], firms: Sequence[str]) -> Case:
    """The case with the given fields set, in order, in the cadence that fits a new complainant; ``firms``: how law
    firms are known.
    """
    before = case.complainant_emails
    for key, value in fields.items():
        setter = FIELDS.get(key)
        if setter is None:
            raise ValueError(f'unknown field "{key}": use one of {", ".join(FIELDS)}')
        case = setter(case, value.strip())
    if case.complainant_emails == before or case.cadence not in _UNHURRIED:
        return case
    counsel = is_counsel(case.complainant_emails, firms)
    return replace(case, cadence=choose(deadline_days=None, ip_type=None, counsel=counsel))


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


def _first(case: Case) -> CaseComplaint:
    return case.complaints[0] if case.complaints else CaseComplaint()


def _addresses(case: Case, value: str) -> Case:
    addresses = tuple(w.lower() for w in _words(value))
    bad = next((a for a in addresses if a.count("@") != 1 or not a.isascii()), None)
    if bad or not addresses:
        raise ValueError("complainant_emails: write name@domain, several with commas")
    known = bool(set(addresses) & set(case.complainant_emails))
    return replace(case, complainant_emails=addresses, step=case.step if known else 0)  # others are asked anew


def _asins(case: Case, value: str) -> Case:
    asins = tuple(CaseAsin(asin=w.upper(), marketplace=case.marketplace) for w in _words(value))
    return replace(case, complaints=(replace(_first(case), asins=asins), *case.complaints[1:]))


def _complaint_ids(case: Case, value: str) -> Case:
    """Each complaint keeps what is known of it: found by its id, else, with the id corrected, by its place."""
    first, ids = _first(case), _words(value) or (None,)
    fresh = CaseComplaint(ip_type=first.ip_type, owner=first.owner)
    kept = {c.complaint_id: c for c in case.complaints if c.complaint_id and c.complaint_id in ids}

    def named(place: int, name: str | None) -> CaseComplaint:
        if name in kept:
            return kept[name]
        there = case.complaints[place] if place < len(case.complaints) else fresh
        return replace(fresh if there.complaint_id in kept else there, complaint_id=name)

    return replace(case, complaints=tuple(named(place, name) for place, name in enumerate(ids)))


def _ip_type(case: Case, value: str) -> Case:
    try:
        kind = IpType(value.lower())
    except ValueError:
        raise ValueError(f"ip_type: use one of {', '.join(IpType)}") from None
    return replace(case, complaints=tuple(replace(c, ip_type=kind) for c in case.complaints or (_first(case),)))


def _ip_numbers(case: Case, value: str) -> Case:
    numbers = tuple(n.strip() for n in value.split(";") if n.strip())
    return replace(case, complaints=(replace(_first(case), ip_numbers=numbers), *case.complaints[1:]))


def _deadline(case: Case, value: str) -> Case:
    at = _day("deadline", value)
    return replace(case, deadline_at=at, deadline_warned=False)


def _day(name: str, value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name}: write a date, 2026-12-01") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _began(what: Start) -> Callable[[Case, str], Case]:
    def told(case: Case, value: str) -> Case:
        return replace(case, began=with_began(case.began, what, _day(what, value)))

    return told


def _marketplace(case: Case, value: str) -> Case:
    return replace(case, marketplace=value.upper() or None)


def _owner(case: Case, value: str) -> Case:
    return replace(case, rights_owner_name=value or None)


def _reason_stated(case: Case, value: str) -> Case:
    return replace(case, reason_stated=value.lower() in {"yes", "true", "1"})


def _amazon_cc(case: Case, value: str) -> Case:
    return replace(case, amazon_cc=value.lower() or None)


FIELDS: dict[str, Callable[[Case, str], Case]] = {
    "complainant_emails": _addresses,
    "rights_owner_name": _owner,
    "asins": _asins,
    "complaint_ids": _complaint_ids,
    "ip_type": _ip_type,
    "ip_numbers": _ip_numbers,
    "marketplace": _marketplace,
    "deadline": _deadline,
    "reason_stated": _reason_stated,
    "amazon_cc": _amazon_cc,
    **{what.value: _began(what) for what in BY_WORD},
}
"""Field name → setter."""
