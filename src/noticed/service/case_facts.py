"""What is known of a case, as labels and values in the operator's words."""

from noticed.core.case.cadence import clocks_of, too_late_at
from noticed.core.case.model import Case
from noticed.core.notice.registers import registers
from noticed.ports import Tx
from noticed.render.clocks import line
from noticed.service import complainants, stuck
from noticed.service.context import Context
from noticed.service.explain import next_step, phrases_of


def facts(context: Context, tx: Tx, case: Case) -> list[tuple[str, str]]:
    """What the notice says, whom we write to, where an answer goes, the next step, the deadline."""
    say = phrases_of(context)
    market = context.marketplaces.get(case.marketplace or "")
    store = case.marketplace or say.line("this store")
    late = too_late_at(case, context.policy)
    right = say.right(case.ip_type) if case.ip_type else say("show.not_said")
    found = [
        ("complaint", ", ".join(case.complaint_ids) or say("show.no_id")),
        ("asin", ", ".join(case.asins) or say("show.none_printed")),
        *(("stuck", line) for line in [stuck.in_words(tx, case, say)] if line),
        ("marketplace", market.domain if market else say("show.not_said")),
        ("right", " ".join([right, *case.ip_numbers])),
        *(("register", f"{n}: {link}") for n, link in registers(case.complaints, case.ip_type).items()),
        ("owner", case.rights_owner_name or say("show.not_named")),
        ("complainant", ", ".join(case.complainant_emails) or say("show.no_address")),
        *(("history", line) for line in [complainants.in_words(complainants.file_of(tx, context, case), say)] if line),
        ("reason_stated", say("show.yes" if case.reason_stated else "show.no")),
        ("action", say.line(case.action.value.replace("_", " ")) if case.action != "none" else say("show.did_none")),
        ("copies", case.amazon_cc or say("show.no_copy", marketplace=store)),
        ("channel", say(f"show.{case.appeal_channel}")),
        ("asked", say("show.times", n=case.attempts, cadence=say.word("cadence", case.cadence))),
        ("next", next_step(context, tx, case)),
        ("deadline", say.at(late) if late else "–"),
        *(("clock", line(each, say, context.clock.now())) for each in clocks_of(case, context.policy)),
    ]
    return [(say(f"show.{name}"), value) for name, value in found]
