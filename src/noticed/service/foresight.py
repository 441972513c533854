"""A letter as it would be written now: to be read before anything is decided. Writes nothing."""

import hashlib

from noticed.core.case.model import AMAZON_LETTERS, Case, LetterKind
from noticed.core.case.options import Channel
from noticed.core.values import Value
from noticed.ports import Refused, Tx
from noticed.render.appeal import paste_text
from noticed.service import offers, options, write
from noticed.service.context import Context
from noticed.service.extra import Extra


class Foreseen(Value):
    """What would be written, and to whom."""

    subject: str
    body: str
    to: tuple[str, ...]
    """Empty for text a person pastes or signs."""
    cc: tuple[str, ...]
    told: str
    """The same in the operator's language; "" where it is in it already, or told in no other."""
    files: tuple[str, ...]
    matter: str
    """The case as it stood, and how many letters it had: another is another matter, though the letter says the same."""

    @property
    def mark(self) -> str:
        """A digest of it all: what was read is what is decided on."""
        parts = (self.matter, self.subject, self.body, *self.to, "", *self.cc, "", *self.files)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def foresee(tx: Tx, context: Context, case: Case, kind: LetterKind, extra: Extra) -> Foreseen:
    """The letter. Raises ``render.letters.Missing`` and ``Unfit``, and ``Refused`` where it has nobody to go to."""
    facts = write.facts_of(tx, context, case, extra)
    draft = write.render_letter(tx, context, case, kind, extra)
    paste = kind in AMAZON_LETTERS and options.channel_of(tx, context, case) is Channel.PASTE
    to, cc = write.recipients(case, draft, to_paste=paste)
    return Foreseen(
        subject=draft.subject,
        body=paste_text(draft, facts) if paste else draft.body,
        to=to,
        cc=cc,
        told=write.told(context, case, kind, facts),
        files=tuple(f"{file.name} {hashlib.sha256(file.content).hexdigest()}" for file in extra.sent),
        matter=f"{offers.of_case(case)} {len(tx.outbox.of_case(case.case))}",
    )


def chosen_kind(case: Case) -> LetterKind:
    """The letter to the complainant that comes next by the operator's hand. Raises ``Refused`` where none can."""
    if not case.complete:
        raise Refused(f"{case.case}: no address to write to: noticed set {case.case} complainant_emails=…")
    return LetterKind.FOLLOW_UP if case.attempts else LetterKind.INQUIRY
