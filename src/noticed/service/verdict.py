"""What triage knows of one message when it looks for its case."""

from collections.abc import Mapping
from dataclasses import replace

from noticed.core.mail.model import Assessment, Category, Key, Message
from noticed.core.notice.model import Notice
from noticed.core.reading import Received
from noticed.core.values import Value
from noticed.ports import InboxRow, InboxStatus
from noticed.service.account import Account


class Verdict(Value):
    """One message, read and judged."""

    row: InboxRow
    account: Account
    keys: Mapping[str, Key]
    read: Received

    @property
    def assessment(self) -> Assessment:
        return self.read.assessment

    @property
    def message(self) -> Message:
        return self.read.message

    @property
    def whole(self) -> Message:
        return self.read.whole

    @property
    def notice(self) -> Notice | None:
        return self.read.notice

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
