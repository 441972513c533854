"""Letters are written once at start, for the barest and the fullest case there can be.

A name that is misspelt deep inside a letter is found when the program starts, not on the day the letter is due.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType

from jinja2 import TemplateError

from noticed.core.case.model import Case, CaseAsin, CaseComplaint, LetterKind, State
from noticed.core.case.slots import Slot
from noticed.core.marketplace import Marketplace
from noticed.core.notice.model import IpType, NoticeAction
from noticed.render.facts import Attempt, Identity, LetterFacts
from noticed.render.templates import Template, compiled
from noticed.render.wording import names, supplied_words

_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)

_BARE = LetterFacts(
    case=Case(case="N-AAAA", account="a", state=State.WITH_OPERATOR, opened_at=_DAY, changed_at=_DAY),
    identity=Identity(store_name="Store", email="store@seller.example"),
    amazon_copied=False,
    slots={},
    now=_DAY,
)
_RIGHTS = (None, *IpType)
_FULL = tuple(
    LetterFacts(
        case=Case(
            case="N-AAAA",
            account="a",
            state=State.WITH_COMPLAINANT,
            complaints=(
                CaseComplaint(
                    complaint_id="12345678901",
                    ip_type=right,
                    ip_numbers=numbers,
                    owner="Owner",
                    asins=(CaseAsin(asin="B000000001"), CaseAsin(asin="B000000002")),
                ),
            ),
            action=NoticeAction.LISTING_REMOVED,
            retraction_address="retraction@amazon.example",
            notice_date=_DAY,
            opened_at=_DAY,
            changed_at=_DAY,
        ),
        identity=Identity(
            store_name="Store",
            email="store@seller.example",
            legal_name="Company",
            address="Street",
            phone="+1",
            signer="Name",
            signer_role="Role",
        ),
        marketplace=Marketplace(
            code="US", domain="amazon.com", country="US", timezone="UTC", language="en", dispute_address=None
        ),
        amazon_copied=True,
        attempts=(Attempt(at=_DAY, kind=LetterKind.INQUIRY, to=("owner@brand.example",), result="no answer"),),
        slots={},
        files=("file.png",),
        now=_DAY,
    )
    for right in _RIGHTS
    for numbers in ((), ("1,234,567",))
)


def rehearse(template: Template) -> Iterator[str]:
    """What goes wrong when this letter is written for the sample cases: at most one line, with file and line."""
    for facts in (_BARE, *_FULL):
        words = _supplied(template.slots, facts) | names(facts, template.language)
        for text, first in ((template.subject, 1), (template.body, template.first_line)):
            try:
                compiled(text).render({**words, "inquiry_subject": "Subject"})
            except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
                line = first + _line(error.__traceback__) - 1
                yield f"{template.file}, line {line}: {error}"
                return


def _supplied(slots: tuple[Slot, ...], facts: LetterFacts) -> dict[str, object]:
    """Something in every slot; nothing in them for the barest case, which has no files."""
    texts = {slot.name: " | ".join(_cells(slot)) if slot.columns else "2026-01-05" for slot in slots}
    return supplied_words(slots, replace(facts, slots=texts if facts.files else {}))


def _cells(slot: Slot) -> tuple[str, ...]:
    return tuple("no" if column == "present" else column for column in slot.columns)


def _line(trace: TracebackType | None) -> int:
    """The line of the template in which it happened; Jinja2 writes it into the traceback."""
    line = 1
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
