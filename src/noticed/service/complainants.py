"""The complainant's file of a case: earlier cases with the same addresses, of this account alone.

Of the other accounts only where the operator says so (``operator.share_history``): an agency's clients must not learn
of each other.
"""

from noticed.core.case.history import Dealing, History, history
from noticed.core.case.model import CADENCE_LETTERS, Case, LetterKind
from noticed.core.mail.model import Category
from noticed.core.mail.recipients import registrable_domain
from noticed.ports import Tx
from noticed.render.phrases import Phrases
from noticed.service.context import Context

_WRITTEN = CADENCE_LETTERS | {LetterKind.RETRACTION_STEPS}
_MOST = 200
"""Cases that are looked at, the newest."""


def file_of(tx: Tx, context: Context, case: Case) -> History | None:
    """What is known of the case's complainant, this case included; None where no address is known."""
    if not case.complainant_emails:
        return None
    domains = sorted({d for a in case.complainant_emails if (d := registrable_domain(a))})
    accounts = sorted(context.accounts) if context.share_history else [case.account]
    found = [c for name in accounts for c in tx.cases.by_complainant(name, case.complainant_emails, domains)]
    newest = sorted(found, key=lambda c: c.opened_at)[-_MOST:]
    return history([_dealing(tx, one) for one in newest], context.policy.firms)


def in_words(known: History | None, say: Phrases) -> str:
    """One line for the case's facts and its card; "" where there is nothing to tell."""
    if known is None:
        return ""
    parts = [say("history.cases", n=known.cases)]
    if known.asked:
        parts.append(say("history.answered", n=known.answered, of=known.asked))
    if known.days_to_answer is not None:
        parts.append(say("history.days", n=max(1, round(known.days_to_answer))))
    if known.retracted:
        parts.append(say("history.retracted", n=known.retracted))
    kinds = [(known.counsel, "history.counsel"), (known.free_mail, "history.free_mail")]
    parts += [say(key) for is_so, key in kinds if is_so]
    return " · ".join(parts)


def _dealing(tx: Tx, case: Case) -> Dealing:
    asked = [x.submitted_at for x in tx.outbox.of_case(case.case) if x.kind in _WRITTEN and x.submitted_at]
    first = min(asked, default=None)
    answers = [r.received_at for r in tx.inbox.of_case(case.case, octets=0) if r.category == Category.REPLY.value]
    answered = min((at for at in answers if first and at >= first), default=None)
    return Dealing(case=case, asked_at=first, answered_at=answered)
