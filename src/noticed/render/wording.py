"""What letters can speak of: the names that stand in them, made from the facts of a case.

Text that comes from a notice appears in ``printed`` alone, cleaned; every other name holds our own words,
identifiers whose form was checked, or what the operator wrote.

``named``, ``listings``, ``right``, ``dates``, ``notice_date``, ``log`` and ``printed`` are phrases of the letter's
language (``render.grammar``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from noticed.core.case.model import AsinStatus, CaseComplaint
from noticed.core.case.slots import Slot, day, rows, statements
from noticed.core.mail.cleaning import clean
from noticed.core.notice.model import IpType
from noticed.core.values import Value
from noticed.render.dates import day as said_day
from noticed.render.facts import Identity, LetterFacts
from noticed.render.grammar import Grammar, grammar

PRINTED = 60
"""Most characters of one thing out of a notice."""


class Printed(Value):
    """One complaint as the notice prints it, cleaned."""

    id: str
    asins: tuple[str, ...]
    ip_type: str
    numbers: tuple[str, ...]
    owner: str


_OF_THE_SIGNER = ("legal_name", "address", "phone", "signer", "signer_role")
NAMES = frozenset(
    {
        *("ref", "language", "today", "inquiry_subject"),
        *("store", "email", "signature", *_OF_THE_SIGNER),
        *("amazon", "action", "notice_date", "retraction_address", "amazon_copied", "printed"),
        *("named", "complaints", "complaint_ids", "asins", "listings", "several"),
        *("asks", "right", "number", "ip_type"),
        *("dates", "days", "attempts", "log", "files", "proof"),
    }
)
"""Every name a letter may use besides its own slots."""

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,./-]{2,30}")


def names(facts: LetterFacts, language: str) -> dict[str, object]:
    """Everything in ``NAMES`` but ``inquiry_subject`` and ``proof``; nothing is None, what is unset is empty."""
    case, identity, words = facts.case, facts.identity, grammar(language)
    complaints = tuple(map(_tamed, _affected(case.complaints) or case.complaints))
    ids = tuple(dict.fromkeys(c.complaint_id for c in complaints if c.complaint_id))
    asins = tuple(dict.fromkeys(a.asin for c in complaints for a in c.asins))
    asks, ip_type, number = _asks(complaints, reason_stated=case.reason_stated)
    asked = [attempt for attempt in facts.attempts if set(attempt.to) & set(case.complainant_emails)]
    return {
        "ref": case.case,
        "named": words.named(ids, asins),
        "listings": words.listings(asins),
        "several": len(asins) > 1,
        "asins": asins,
        "complaint_ids": ids,
        "complaints": tuple(_as_printed(complaint, case.rights_owner_name) for complaint in complaints),
        "amazon": f"Amazon{facts.marketplace.domain.removeprefix('amazon')}" if facts.marketplace else "Amazon",
        "store": identity.store_name,
        "action": str(case.action),
        "asks": asks,
        "right": words.right(ip_type),
        "number": number,
        "ip_type": str(ip_type or ""),
        "dates": words.days([attempt.at for attempt in asked], facts.timezone, facts.now),
        "days": tuple(f"{attempt.at.astimezone(ZoneInfo(facts.timezone)):%Y-%m-%d}" for attempt in asked),
        "attempts": facts.attempts,
        "log": _log(facts, words),
        "amazon_copied": facts.amazon_copied,
        "printed": _printed(complaints, case.rights_owner_name, words),
        "signature": _signature(identity),
        **{name: getattr(identity, name) or "" for name in _OF_THE_SIGNER},
        "email": identity.email,
        "retraction_address": case.retraction_address or "",
        "today": said_day(facts.now, facts.timezone),
        "notice_date": words.date(case.notice_date, facts.timezone) if case.notice_date else "",
        "files": tuple(facts.shown.get(name, name) for name in facts.files),
        "language": language,
    }


def supplied_words(slots: Sequence[Slot], facts: LetterFacts) -> dict[str, object]:
    """What the operator supplied, by its name; "" and no rows for what he did not. Days as 2021-05-03.

    ``proof`` holds, of each statement that a file shows, what the file is called in the letter, in brackets.
    """
    supplied, files = facts.slots, facts.files
    stated = {each.slot: each for each in statements(slots, supplied, files, facts.expired)}
    words: dict[str, object] = {slot.name: _shaped(slot, supplied.get(slot.name, "").strip()) for slot in slots}
    shown = {name: facts.shown.get(each.proof, each.proof) for name, each in stated.items() if each.proof in files}
    proof = {slot.name: f" ({shown[slot.name]})" if shown.get(slot.name) else "" for slot in slots}
    return words | {"proof": proof}


def _shaped(slot: Slot, text: str) -> object:
    if slot.columns:
        return rows(slot, text)
    found = day(text) if slot.day and text else None
    return found.isoformat() if found else text


def right_of(complaint: CaseComplaint, language: str = "en") -> str:
    """design patent D1,034,512; empty where the notice names neither. A counterfeit has no number: what stands beside
    it is that of another right."""
    right, numbers = grammar(language).right(complaint.ip_type), _numbers(complaint)
    return _joined(right, numbers) if complaint.ip_type is IpType.COUNTERFEIT else f"{right} {numbers}".strip()


def _numbers(complaint: CaseComplaint) -> str:
    return ", ".join(clean(number, PRINTED) for number in complaint.ip_numbers)


def _as_printed(complaint: CaseComplaint, owner: str | None) -> Printed:
    return Printed(
        id=complaint.complaint_id or "",
        asins=tuple(dict.fromkeys(asin.asin for asin in complaint.asins)),
        ip_type=str(complaint.ip_type or ""),
        numbers=tuple(clean(number, PRINTED) for number in complaint.ip_numbers),
        owner=clean(complaint.owner or owner or "", PRINTED),
    )


def _asks(complaints: Sequence[CaseComplaint], *, reason_stated: bool) -> tuple[str, IpType | None, str]:
    """What is still unknown, the right, and its number.

    ``right``: which one at all. ``number``: its kind is known, but not which. ``detail``: what in the
    listing is meant. ``each``: there are several complaints about different kinds of right.
    """
    number = next((n for c in complaints for n in c.ip_numbers if _NUMBER.fullmatch(n)), "")
    kinds = {complaint.ip_type for complaint in complaints}
    if len(kinds) > 1:
        return "each", None, ""
    ip_type = next(iter(kinds), None)
    if ip_type is None:
        return "right", None, ""
    return ("detail" if number or reason_stated else "number"), ip_type, number


def _tamed(complaint: CaseComplaint) -> CaseComplaint:
    """Identifiers were checked when they were read; here it is made sure that they are one word."""
    number = complaint.complaint_id
    return replace(
        complaint,
        complaint_id=clean(number, 40).replace(" ", "") if number else None,
        asins=tuple(replace(asin, asin=clean(asin.asin, 20).replace(" ", "")) for asin in complaint.asins),
    )


def _affected(complaints: Sequence[CaseComplaint]) -> tuple[CaseComplaint, ...]:
    """What Amazon has cleared is no longer spoken of."""
    return tuple(
        complaint
        for complaint in complaints
        if not complaint.asins or any(asin.status is AsinStatus.AFFECTED for asin in complaint.asins)
    )


def _log(facts: LetterFacts, words: Grammar) -> str:
    lines = (words.attempt(attempt, facts.timezone) for attempt in facts.attempts)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _printed(complaints: Sequence[CaseComplaint], owner: str | None, words: Grammar) -> str:
    """One line a complaint; the name only once where it is the same."""
    owners = {_quoted(complaint.owner or owner) for complaint in complaints}
    lines = [
        _joined(
            complaint.complaint_id and words.words["printed"].format(id=complaint.complaint_id),
            complaint.asins and "ASIN " + ", ".join(dict.fromkeys(asin.asin for asin in complaint.asins)),
            right_of(complaint, words.language),
            len(owners) > 1 and _quoted(complaint.owner or owner),
        )
        for complaint in complaints
    ]
    if len(owners) == 1:
        name = owners.pop()
        lines = [_joined(lines[0], name)] if len(lines) == 1 else [*lines, name]
    return "\n".join(filter(None, lines))


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _quoted(name: str | None) -> str:
    cleaned = clean(name or "", PRINTED)
    return f'"{cleaned}"' if cleaned else ""


def _signature(identity: Identity) -> str:
    signer = ", ".join(filter(None, (identity.signer, identity.signer_role)))
    store = identity.store_name
    if identity.legal_name and identity.legal_name != store:
        store += f" ({identity.legal_name})"
    return "\n".join(filter(None, (signer, store, identity.address, identity.phone, identity.email)))


def _bullets(text: str) -> str:
    """One line for each line, or each part between semicolons, of what the operator wrote."""
    parts = [part.strip().removeprefix("- ").strip() for part in re.split(r"[\n;；]+", str(text))]
    return "\n".join(f"- {part}" for part in parts if part)


def _capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


FILTERS: Mapping[str, Callable[[str], str]] = {"bullets": _bullets, "capitalize_first": _capitalize_first}
