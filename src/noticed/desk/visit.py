"""What a page gets of a request, and how it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from noticed.core.case.model import Case
from noticed.core.mail.model import File
from noticed.core.values import Value
from noticed.desk.paper import paper
from noticed.desk.sessions import Session
from noticed.ports import InboxRow, InboxStatus, Letter, LetterStatus, Refused, Tx
from noticed.render.phrases import Phrases
from noticed.service.account import Mode
from noticed.service.context import Context
from noticed.service.finding import case_of
from noticed.service.letterbox import letter_of

SAID = frozenset(
    {
        *(
            "approved",
            "rejected",
            "changed",
            "decided",
            "pasted",
            "resumed",
            "closed",
            "written",
            "corrected",
            "taken_out",
        ),
        *("approved_all", "paused", "running", "dropped", "released", "retried", "language"),
    }
)
"""What a page may say was done just before: keys ``desk.said_…`` of the catalogue."""


_Mine = TypeVar("_Mine", Case, Letter, InboxRow)


class NotHere(Exception):
    """There is no such thing, or it is another account's."""


class Form(Value):
    """What was filled in."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()

    def get(self, name: str) -> str:
        """The field, without blanks around it; "" where there is none."""
        return self.fields.get(name, "").strip()


class Visit(Value):
    """One request of somebody who is logged in."""

    context: Context
    """In the language of the session."""
    session: Session
    only: str | None
    """The one account that is shown, or the operator's address whose accounts are; None: all."""
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Form

    @property
    def say(self) -> Phrases:
        return Phrases(self.context.operator_language, str(self.context.timezone))

    @property
    def accounts(self) -> tuple[str, ...]:
        """Names of the accounts that are shown."""
        return self.context.shown(self.only)

    def case(self, tx: Tx) -> Case:
        """The case of the address. Raises ``NotHere``."""
        try:
            case = case_of(tx, self.path["case"])
        except Refused:
            raise NotHere from None
        return self.mine(case)

    def letter(self, tx: Tx) -> Letter:
        """The letter of the address. Raises ``NotHere``."""
        try:
            letter = letter_of(tx, self.path["letter"])
        except Refused:
            raise NotHere from None
        return self.mine(letter)

    def mine(self, thing: _Mine) -> _Mine:
        """The same, or ``NotHere`` where it is of an account that is not shown."""
        if thing.account not in self.accounts:
            raise NotHere
        return thing

    def mail(self, tx: Tx) -> InboxRow:
        """The message of the address. Raises ``NotHere``."""
        number = self.path["mail"]
        row = tx.inbox.get(int(number)) if number.isdecimal() and len(number) < 15 else None
        if row is None:
            raise NotHere
        return self.mine(row)

    def show(self, page: str, /, *, status: int = 200, **values: object) -> Response:
        """A page, with what stands around every page."""
        said = self.query.get("said", "")
        around = {
            "say": self.say,
            "csrf_field": Markup('<input type="hidden" name="csrf" value="{}">').format(self.session.csrf),
            "now": self.context.clock.now(),
            "mode": self.context.mode.value,
            "shadow": self.context.mode is Mode.SHADOW,
            "several": len(self.accounts) > 1,
            "said": said if said in SAID else "",
            **self._counted(),
        }
        return Response(paper(page, {**around, **values}), status_code=status, media_type="text/html; charset=utf-8")

    def _counted(self) -> dict[str, object]:
        with self.context.store.read() as tx:
            paused = [name.partition(":")[2] for name in tx.facts.all() if name.split(":")[0] == "paused"]
            aside = [
                row
                for status in (InboxStatus.QUARANTINED, InboxStatus.HELD, InboxStatus.SHUNTED)
                for row in tx.inbox.with_status(status, octets=0)
                if row.account in self.accounts
            ]
        return {"paused": tuple(name for name in paused if name in {"", *self.accounts}), "aside_count": len(aside)}

    def waiting_letters(self, tx: Tx) -> tuple[Letter, ...]:
        """Letters that wait for a person, oldest first."""
        kinds: Sequence[LetterStatus] = (LetterStatus.HELD, LetterStatus.WRITTEN, LetterStatus.IN_DOUBT)
        found = [letter for status in kinds for letter in tx.outbox.all(status)]
        mine = (
            x
            for x in found
            if x.case and x.account in self.accounts and (x.to or self.context.mode_of(x.account) is Mode.SHADOW)
        )
        return tuple(sorted(mine, key=lambda letter: letter.created_at))


View = Callable[[Visit], Response]


def go(path: str, said: str = "") -> Response:
    """On to another page, by GET (RFC 9110 section 15.4.4), which says what was done."""
    return RedirectResponse(f"{path}?said={said}" if said else path, status_code=303)
