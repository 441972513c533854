"""The notice as ``noticed read --json`` prints it: plain dictionaries, lists, strings, numbers."""

from noticed.core.notice.model import Notice
from noticed.core.notice.registers import registers


def as_report(notice: Notice) -> dict[str, object]:
    """The ``notice`` object of the contract, and further keys behind its own; ready for ``json.dumps``."""
    return {
        "kind": notice.kind.value,
        "ip_type": notice.ip_type.value if notice.ip_type else None,
        "asins": list(notice.asins),
        "complaint_ids": list(notice.complaint_ids),
        "ip_numbers": list(notice.ip_numbers),
        "rights_owner_name": notice.rights_owner_name,
        "rights_owner_emails": list(notice.rights_owner_emails),
        "action": notice.action.value,
        "amazon_emails": list(notice.amazon_emails),
        "deadline_days": notice.deadline_days,
        "reason_stated": notice.reason_stated,
        "marketplace": notice.marketplace,
        "language": notice.language,
        "amazon_says": list(notice.amazon_says),
        "appeal_channel": notice.appeal_channel.value,
        "complaints": [
            {
                "id": complaint.complaint_id,
                "asins": list(complaint.asins),
                "ip_type": complaint.ip_type.value if complaint.ip_type else None,
                "ip_numbers": list(complaint.ip_numbers),
                "owner": complaint.owner,
                "emails": list(complaint.emails),
                "status": complaint.status.value,
            }
            for complaint in notice.complaints
        ],
        "evidence": _evidence(notice),
        "test_buy": notice.particulars.test_buy,
        "order_ids": list(notice.particulars.order_ids),
        "evaluation_ids": list(notice.particulars.evaluation_ids),
        "evaluation_deadline_days": notice.particulars.evaluation_deadline_days,
        "court_cases": list(notice.particulars.court_cases),
        "courts": list(notice.particulars.courts),
        "registers": registers(notice.complaints, notice.ip_type),
    }


def _evidence(notice: Notice) -> dict[str, object]:
    """Field → the lines it was read from; a guess says so."""
    lines: dict[str, object] = {}
    for item in notice.evidence:
        entry = f"(guess) {item.line}" if item.guess else item.line
        known = lines.get(item.field)
        lines[item.field] = entry if known is None else f"{known}\n{entry}"
    return lines
