"""All cases: by whose turn it is, by account, by what somebody remembers of it; a page at a time."""

from starlette.responses import Response

from noticed.core.case.model import Case, State
from noticed.desk.visit import Visit
from noticed.render import cards as names

_ROWS = 25
_MOST_WORDS = 100


def cases(visit: Visit) -> Response:
    """The list, newest first."""
    state = next((s for s in State if s == visit.query.get("state")), None)
    account = visit.query.get("account", "")
    words = visit.query.get("q", "").strip()[:_MOST_WORDS]
    with visit.context.store.read() as tx:
        found = [
            case
            for case in reversed(tx.cases.all(state))
            if case.account in visit.accounts and account in {"", case.account} and _bears(case, words.casefold())
        ]
    last = max(0, len(found) - 1) // _ROWS + 1
    wanted = visit.query.get("page", "1")
    page = min(max(int(wanted), 1), last) if wanted.isdecimal() and len(wanted) < 9 else 1
    shown = found[(page - 1) * _ROWS : page * _ROWS]
    return visit.show(
        "cases",
        rows=[(case, names.about(case, visit.say.language), _turn(visit, case)) for case in shown],
        found=len(found),
        page=page,
        last=last,
        states=tuple(s.value for s in State),
        state=state.value if state else "",
        accounts=visit.accounts,
        account=account if account in visit.accounts else "",
        words=words,
    )


def _bears(case: Case, words: str) -> bool:
    """Whether a case has all of it in what people know a case by."""
    known = (case.case, *case.complaint_ids, *case.asins, *case.complainant_emails, *case.ip_numbers)
    text = "\n".join((*known, case.rights_owner_name or "")).casefold()
    return all(word in text for word in words.split())


def _turn(visit: Visit, case: Case) -> str:
    """Whose turn it is, or how it ended."""
    say = visit.say
    ended = say("desk.ended_" + case.disposition) if case.disposition else ""
    return ended or (say.reason(case.reason) if case.reason else say.word("whose", case.state))
