"""What the operator supplies for a letter to Amazon, and what each statement rests on. Pure.

A *claim* (an element that is missing, a registration of our own, where the goods come from) names an evidence
file (``NAME.proof``), or rests on the only file that is attached, or on the operator's attestation. What we did, in
our own words, needs none: the decision itself is the operator's word for it.

A file that has expired shows the past alone: the claim of a day may rest on it, no other, and it fills no slot.

``check`` says in one line what keeps a letter from being written; a letter it says nothing about can be written.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from noticed.core.values import Value

PROOF = ".proof"
"""``own_number.proof=registration.png`` names the file that shows ``own_number``."""
ATTEST = "attest"
"""The slot by which the operator attests; only "yes" does."""
ATTESTED = "attested"
"""What a statement rests on that no file shows."""
MOST_NEEDED = 3
"""Required slots of one letter, at most."""

_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%Y年%m月%d日")


class Slot(Value):
    """One thing the operator may supply."""

    name: str
    required: bool = False
    claim: bool = False
    """A statement about the right or the goods: it needs proof."""
    attests: bool = False
    """Itself the attestation: only the word "yes" fills it."""
    reason: bool = False
    """A reason in itself: it stands for what could be a file."""
    or_file: bool = False
    """An attached file stands for it, with the attestation; or a reason."""
    day: bool = False
    """A day that is not in the future."""
    columns: tuple[str, ...] = ()
    """A table: a line a row, ``|`` between its cells. A column ``present`` holds yes or no."""


class Statement(Value):
    """What a letter says by the operator's word."""

    slot: str
    text: str
    proof: str = ""
    """Name of the file that shows it; ``attested``; "": our own account of what we did."""


class Unfit(ValueError):
    """What was supplied cannot stand in the letter: one line that says what, and what to do."""


def missing(
    slots: Sequence[Slot], supplied: Mapping[str, str], files: Sequence[str], expired: Collection[str] = ()
) -> tuple[str, ...]:
    """Names of required slots that nothing fills yet."""
    given, files = _given(supplied), [file for file in files if file not in expired]
    reasoned = any(slot.reason and given.get(slot.name) for slot in slots)
    attests = attested(given) or any(slot.attests and slot.required for slot in slots)

    def filled(slot: Slot) -> bool:
        if slot.attests:
            return attested(given)
        return bool(given.get(slot.name)) or (slot.or_file and (reasoned or (bool(files) and attests)))

    return tuple(slot.name for slot in slots if slot.required and not filled(slot))


def attested(supplied: Mapping[str, str]) -> bool:
    """Whether the operator attests what the letter says."""
    return supplied.get(ATTEST, "").strip().casefold() == "yes"


def statements(
    slots: Sequence[Slot], supplied: Mapping[str, str], files: Sequence[str], expired: Collection[str] = ()
) -> tuple[Statement, ...]:
    """What the letter states, and what each statement rests on."""
    given = _given(supplied)
    return tuple(
        Statement(slot=slot.name, text=given[slot.name], proof=_rests_on(slot, given, _showing(slot, files, expired)))
        for slot in slots
        if given.get(slot.name) and not slot.attests
    )


def check(
    slots: Sequence[Slot],
    supplied: Mapping[str, str],
    files: Sequence[str],
    today: date,
    expired: Collection[str] = (),
) -> None:
    """Raises ``Unfit`` with the first thing that contradicts itself, is not readable, or lacks its proof.

    ``expired``: those of the files that show the past alone.
    """
    given = _given(supplied)
    problem = next(_problems(slots, given, files, today, expired), None)
    if problem:
        raise Unfit(problem)


def rows(slot: Slot, text: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table as it was supplied, by the names of its columns. Raises ``Unfit``."""
    found = []
    for line in filter(None, map(str.strip, re.split(r"[\n;；]+", text))):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > len(slot.columns) or len(cells) < min(2, len(slot.columns)) or not all(cells[:2]):
            raise Unfit(f'{slot.name}: "{line[:60]}" is no row of {" | ".join(slot.columns)}')
        found.append(dict.fromkeys(slot.columns, "") | dict(zip(slot.columns, cells, strict=False)))
    return tuple(found)


def day(text: str) -> date | None:
    """The day somebody wrote, or None where it cannot be read."""
    for shape in _DAYS:
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _problems(
    slots: Sequence[Slot], given: Mapping[str, str], files: Sequence[str], today: date, expired: Collection[str]
) -> Iterator[str]:
    if given.get(ATTEST) and not attested(given):
        yield 'attest: only "yes" attests that what the letter says is true'
    named = {name.removesuffix(PROOF): file for name, file in given.items() if name.endswith(PROOF)}
    for name, file in named.items():
        if file not in files:
            yield f"{name}.proof: {file} is not attached"
        if not given.get(name):
            yield f"{name}.proof: there is no {name} to be shown"
    for slot in slots:
        text = given.get(slot.name)
        if not text or slot.attests:
            continue
        yield from _unreadable(slot, text, today)
        showing = _showing(slot, files, expired)
        rests_on = _rests_on(slot, given, showing)
        if rests_on in files and rests_on not in showing:
            yield f"{slot.name}.proof: {rests_on} has expired: add one that holds today (noticed evidence)"
        if slot.claim and not rests_on:
            yield f"{slot.name} needs proof: --set {slot.name}.proof=FILE with --attach FILE, or --set attest=yes"


def _unreadable(slot: Slot, text: str, today: date) -> Iterator[str]:
    if slot.day:
        found = day(text)
        if found is None:
            yield f"{slot.name}: write the day like 2021-05-03"
        elif found > today:
            yield f"{slot.name}: {found} has not come yet"
    if slot.columns:
        try:
            table = rows(slot, text)
        except Unfit as error:
            yield str(error)
            return
        yield from _contradicting(slot, table)


def _contradicting(slot: Slot, table: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A product with every element of a claim infringes it (the all-elements rule): such a chart says the opposite."""
    if "present" not in slot.columns:
        return
    absent: dict[str, bool] = {}
    for row in table:
        answer = row["present"].casefold()
        if answer not in {"yes", "no"}:
            yield f'{slot.name}: present is yes or no, not "{row["present"][:40]}"'
        claim = row[slot.columns[0]]
        absent[claim] = absent.get(claim, False) or answer == "no"
    for claim in (claim for claim, found in absent.items() if not found):
        yield f"{slot.name}: of claim {claim[:20]} every element is present: at least one must be missing"


def _rests_on(slot: Slot, given: Mapping[str, str], files: Sequence[str]) -> str:
    if not slot.claim:
        return ""
    named = given.get(slot.name + PROOF)
    if named:
        return named
    return files[0] if len(files) == 1 else ATTESTED if attested(given) else ""


def _showing(slot: Slot, files: Sequence[str], expired: Collection[str]) -> Sequence[str]:
    """The files a claim of this slot may rest on: what was so on a day is shown by what is old."""
    return files if slot.day else [file for file in files if file not in expired]


def _given(supplied: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value.strip() for name, value in supplied.items() if value.strip()}
