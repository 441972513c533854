"""What triage knows of one message when it looks for its case."""

from collections.abc import Mapping
from dataclasses import replace

from noticed.core.mail.model import Assessment, Category, Key, Message
from noticed.core.notice.model import Notice
from noticed.core.values import Value
from noticed.ports import InboxRow, InboxStatus
from noticed.service.context import Account


class Verdict(Value):
    """One message, read and judged."""

    row: InboxRow
    account: Account
    assessment: Assessment
    message: Message
    """Read from the signed part where a signature holds: what a notice says is read from here alone."""
    whole: Message
    """Everything as received: who answers what, and whether a machine wrote it, stands in headers nobody signs."""
    keys: Mapping[str, Key]
    notice: Notice | None = None
    """What it says, where it claims to come from Amazon."""
    other_readings: tuple[Notice, ...] = ()
    """What it says under every other transfer encoding, which Amazon never signs."""

    @property
    def sender(self) -> str:
        """addr-spec in From; "" where there is none."""
        return self.whole.from_[0].spec if self.whole.from_ else ""

    def done(
        self,
        category: Category,
        case: str | None = None,
        status: InboxStatus = InboxStatus.DONE,
        error: str | None = None,
    ) -> InboxRow:
        """The row as it leaves triage."""
        return replace(self.row, status=status, category=category.value, case=case, error=error)
