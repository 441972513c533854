"""What a kind of right is weighed by as the one that a notice is about: where its words stand, what stands around them,
whether rules take it for the one. Never raises."""

from collections.abc import Mapping

from noticed.core.notice.model import IpType, NoticeKind
from noticed.core.notice.rights import Right, mentions
from noticed.core.notice.sheet import Sheet
from noticed.core.notice.surroundings import stems, surroundings
from noticed.core.values import Value

_MOST, _FIRST = 60, 3
"""Words for rights that are looked at, and of each kind of right those around which is looked."""
_WORDS = 250
"""Words of a notice that are looked at."""
_REACH = 90
"""Characters of the sentence before and behind one that are looked at."""


class Rights(Value):
    """Those of one notice."""

    sheet: Sheet
    kind: NoticeKind
    ruled: Right | None
    found: Mapping[IpType, tuple[tuple[int, int], ...]]
    """Where the words for each kind of right stand, the first of them first; none where it is not named."""
    words: tuple[str, ...]
    """The words of the notice by their beginnings, each once."""


def rights_of(sheet: Sheet, kind: NoticeKind, ruled: Right | None) -> Rights:
    """All kinds of right as a notice names them; ``ruled``: what the rules take for the one it is about."""
    found: dict[IpType, list[tuple[int, int]]] = {right: [] for right in IpType}
    for start, end, right in mentions(sheet)[:_MOST]:
        if start < sheet.page.top:
            found[right].append((start, end))
    words = tuple(sorted(set(stems(sheet.page.folded[sheet.body : sheet.page.top])))[:_WORDS])
    each = {right: tuple(places) for right, places in found.items()}
    return Rights(sheet=sheet, kind=kind, ruled=ruled, found=each, words=words)


def no_right(rights: Rights) -> list[str]:
    """What is known of its being about none."""
    how, named = _how(rights), sum(map(bool, rights.found.values()))
    return ["no right", f"no right {rights.kind} {how}", f"no right {rights.kind}", f"no right of {min(named, 4)}"]


def right_traits(rights: Rights, right: IpType) -> list[str]:
    """What is known of one kind of right."""
    said = [f"{right} word {word}" for word in rights.words]
    places, how = rights.found[right], _how(rights)
    is_ruled = rights.ruled is not None and rights.ruled.ip_type is right
    said += [f"ruled {how}", f"{right} ruled {how}"] if is_ruled else [f"not ruled {how}"]
    if not places:
        return [*said, "unnamed", f"{right} unnamed", f"{right} unnamed {rights.kind}"]
    seen = [trait for place in places[:_FIRST] for trait in dict.fromkeys(_of_place(rights.sheet, *place))]
    before = sum(each[0] < places[0] for each in rights.found.values() if each)
    return [
        *said,
        f"{right} {rights.kind}",
        f"times {min(len(places), 4)}",
        f"number {min(before, 4)}",
        *[f"{right} beside {other}" for other, each in rights.found.items() if each and other is not right],
        *seen,
        *[f"{right} {trait}" for trait in seen],
    ]


def _how(rights: Rights) -> str:
    """How sure the rules are."""
    return "none" if rights.ruled is None else "guess" if rights.ruled.guess else "sure"


def _of_place(sheet: Sheet, start: int, end: int) -> list[str]:
    page, near = sheet.page, surroundings(sheet)
    low, high = page.sentence(start)
    low, high = max(low, start - _REACH), min(max(high, end), end + _REACH)
    return [
        *near.around(start, end),
        *near.heading(start),
        *near.place(start, end),
        *[f"before {word}" for word in stems(page.folded[low:start])],
        *[f"behind {word}" for word in stems(page.folded[end:high])],
    ]
