"""What a notice says. Field meanings are the contract of ``noticed read --json``."""

from enum import StrEnum

from noticed.core.values import Value


class NoticeKind(StrEnum):
    """What Amazon tells the seller."""

    COMPLAINT = "complaint"
    SUSPECTED = "suspected"
    RETRACTION = "retraction"
    REINSTATEMENT = "reinstatement"
    APPEAL_RESPONSE = "appeal_response"
    PATENT_EVALUATION = "patent_evaluation"
    ACCOUNT_SUSPENSION = "account_suspension"
    OTHER = "other"


class IpType(StrEnum):
    """Which right."""

    UTILITY_PATENT = "utility_patent"
    DESIGN_PATENT = "design_patent"
    PATENT = "patent"
    TRADEMARK = "trademark"
    COPYRIGHT = "copyright"
    COUNTERFEIT = "counterfeit"
    TRADE_DRESS = "trade_dress"


class NoticeAction(StrEnum):
    """What Amazon says it did."""

    LISTING_REMOVED = "listing_removed"
    CONTENT_REMOVED = "content_removed"
    LISTING_AT_RISK = "listing_at_risk"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    REINSTATED = "reinstated"
    NONE = "none"


class AppealChannel(StrEnum):
    """Where this notice wants the answer."""

    MAIL = "mail"
    ACCOUNT_HEALTH = "account_health"
    UNKNOWN = "unknown"


class ComplaintStatus(StrEnum):
    """Where one complaint stands, as the notice says it."""

    OPEN = "open"
    RETRACTED = "retracted"
    REINSTATED = "reinstated"


class Complaint(Value):
    """One filing the notice speaks of, paired as the notice pairs its parts."""

    complaint_id: str | None = None
    asins: tuple[str, ...] = ()
    ip_type: IpType | None = None
    ip_numbers: tuple[str, ...] = ()
    owner: str | None = None
    emails: tuple[str, ...] = ()
    status: ComplaintStatus = ComplaintStatus.OPEN


class Evidence(Value):
    """The line a field was read from; ``guess`` when a rule inferred it."""

    field: str
    line: str
    guess: bool = False


class Particulars(Value):
    """What a notice says beside its complaints, and the seller must know."""

    test_buy: bool = False
    """Somebody bought the product to test it."""
    order_ids: tuple[str, ...] = ()
    evaluation_ids: tuple[str, ...] = ()
    """Of a patent evaluation (APEX)."""
    evaluation_deadline_days: int | None = None
    court_cases: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()


class Notice(Value):
    """Everything read out of one of Amazon's messages. Values as printed, each once, in order."""

    kind: NoticeKind
    ip_type: IpType | None = None
    presumed: bool = False
    """Whether no word names that right: all of them together speak for it."""
    asins: tuple[str, ...] = ()
    complaint_ids: tuple[str, ...] = ()
    ip_numbers: tuple[str, ...] = ()
    rights_owner_name: str | None = None
    rights_owner_emails: tuple[str, ...] = ()
    action: NoticeAction = NoticeAction.NONE
    amazon_emails: tuple[str, ...] = ()
    deadline_days: int | None = None
    reason_stated: bool = False
    marketplace: str | None = None
    language: str = "en"
    amazon_says: tuple[str, ...] = ()
    appeal_channel: AppealChannel = AppealChannel.UNKNOWN
    complaints: tuple[Complaint, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    particulars: Particulars = Particulars()
    court_signs: tuple[str, ...] = ()
    """Lines that look like a court case (temporary restraining order, case number, Abmahnung …)."""
    dispute_address: str | None = None
    """The printed address to copy a letter to: never one that is for retractions only."""
    retraction_address: str | None = None
    """The printed address (or None) a rights owner sends a retraction to."""

    wrapped: str | None = None
    """"inline" when it was read out of a forward in the text, "attached" out of a message/rfc822 part."""

    @property
    def complete(self) -> bool:
        """Whether an inquiry can be written: a complaint, somebody to write to, something to name."""
        return (
            self.kind is NoticeKind.COMPLAINT
            and bool(self.rights_owner_emails)
            and bool(self.asins or self.complaint_ids)
        )
