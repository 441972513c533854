"""Mail of Amazon's that reads like a notice about rights, and whose sense the reader does not get.

Amazon changes its wording without notice. What the dialects expect and do not find is said in words, so that the
mail waits for a person instead of being filed away, and so that somebody learns that a dialect has aged. Pure, and
never raises on any message.
"""

from collections.abc import Iterator, Sequence

from noticed.core.mail.model import Message
from noticed.core.notice.dialect import Dialect
from noticed.core.notice.hits import Hit
from noticed.core.notice.known import markers
from noticed.core.notice.labels import find_labels
from noticed.core.notice.model import Notice, NoticeKind
from noticed.core.notice.page import Page, lay_out
from noticed.core.notice.rights import types_in
from noticed.core.notice.spoken import voices
from noticed.core.values import Value

_OWNER = frozenset({"owner", "owner_email", "contact"})


class _Look(Value):
    """The message laid out, as far as drift is seen in it."""

    page: Page
    hits: tuple[Hit, ...]
    voices: tuple[Dialect, ...]

    def value(self, hit: Hit) -> str:
        return self.page.folded[hit.value : hit.end].strip(" \t\n:-–—】|")

    def owner_labels(self) -> Iterator[Hit]:
        """Labels that name the complainant in so many words: "Company" or "Reported by" alone do not."""
        for hit in self.hits:
            label = self.page.folded[hit.start : hit.value]
            if hit.base in _OWNER and hit.strong and any(v.owner.words.search(label) for v in self.voices):
                yield hit


def unexplained(message: Message, notice: Notice, dialects: Sequence[Dialect]) -> tuple[str, ...]:
    """What ``notice``, read from ``message`` of a sender of notices, should say and does not, in words; () where
    nothing is missing.

    Of ``other`` mail: the signs of a notice about rights, unless a rule of a dialect knows it as something else. Of a
    complaint: each label that stands there without the value it announces. Of all other kinds nothing is expected.
    """
    if notice.kind not in {NoticeKind.OTHER, NoticeKind.COMPLAINT} or _known_as_other(notice):
        return ()
    page = lay_out(f"{message.subject}\n\n{message.text}", markers(tuple(dialects)))
    look = _Look(page=page, hits=find_labels(page, dialects), voices=voices(page.folded, 0, dialects))
    return tuple(dict.fromkeys(_signs(look, notice) if notice.kind is NoticeKind.OTHER else _gaps(look, notice)))


def _known_as_other(notice: Notice) -> bool:
    """A rule of a dialect knows this kind of mail: safety, Brand Registry, a report the seller filed."""
    return notice.kind is NoticeKind.OTHER and any(e.field == "kind" and not e.guess for e in notice.evidence)


def _signs(look: _Look, notice: Notice) -> Iterator[str]:
    """Two things together make the sign: something about rights, and something of the seller's that it is about.

    Either alone stands in advertising and in mail about orders, taxes and safety.
    """
    labelled = tuple(_labelled(look))
    complaint = any(hit.base == "complaint_id" and hit.strong for hit in look.hits)
    if labelled and (notice.asins or complaint or _speaks_of_owner(look)):
        yield from labelled
    elif notice.asins and _speaks_of_owner(look) and _names_right(look):
        yield "names a rights owner and a right, but no kind is known"
    elif notice.asins and not _known_language(look) and notice.rights_owner_emails:
        yield "names an ASIN and somebody's address, in no known language"


def _labelled(look: _Look) -> Iterator[str]:
    if any(True for _ in look.owner_labels()):
        yield "names a rights owner, but no kind is known"
    for hit in look.hits:
        value = look.value(hit).split("\n", 1)[0][:200]
        if hit.base == "type" and hit.strong and next(types_in(value, look.voices), None):
            yield "names a type of infringement, but no kind is known"
        if hit.key.startswith("number.") and hit.strong and sum(map(str.isdigit, value)) >= 5:
            yield "names the number of a right, but no kind is known"


def _speaks_of_owner(look: _Look) -> bool:
    """In the part that is new: what is only quoted was said before."""
    return any(voice.owner.words.search(look.page.folded[: look.page.top]) for voice in look.voices)


def _names_right(look: _Look) -> bool:
    return next(types_in(look.page.folded[: look.page.top], look.voices), None) is not None


def _known_language(look: _Look) -> bool:
    found = look.voices[0].words.common.finditer(look.page.folded[:6_000])
    return sum(1 for _ in zip(found, range(5), strict=False)) == 5


def _gaps(look: _Look, notice: Notice) -> Iterator[str]:
    """Labels of a complaint that announce what was not read."""
    bases = {hit.base for hit in look.hits if hit.strong}
    if "complaint_id" in bases and not notice.complaint_ids:
        yield "a complaint id label without a number"
    if "asin" in bases and not notice.asins:
        yield "an ASIN label without an ASIN"
    if not notice.rights_owner_emails and any(_promises_address(look, hit) for hit in look.owner_labels()):
        yield "a label of the rights owner's address without an address"


def _promises_address(look: _Look, hit: Hit) -> bool:
    """Whether the label announces an address, and the notice does not say that it has none."""
    absent = any(voice.owner.missing.search(look.value(hit)[:200]) for voice in look.voices)
    return hit.base in {"owner_email", "contact"} and not absent
