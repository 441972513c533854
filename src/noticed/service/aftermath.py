"""What a server's answer, a refusal or silence makes of a letter and of its account's line, each in one transaction."""

from dataclasses import replace

from noticed.core.case.model import OPERATOR_LETTERS
from noticed.core.mail.retry import retry_at
from noticed.ports import Answer, Letter, LetterStatus, Permanent, Phase, Refusal, Transient, Tx
from noticed.service import alerts, anew, settlement, trouble
from noticed.service.account import Account
from noticed.service.context import Context

HANGS_UP = 421
"""The server is about to close the connection, to all of the account's letters (RFC 5321 section 3.8)."""


def answered(tx: Tx, context: Context, claimed: Letter, answer: Answer) -> None:
    """The answer to the final dot."""
    letter = tx.outbox.get(claimed.letter)
    if letter and letter.status is LetterStatus.SUBMITTING:
        if answer.accepted:
            settlement.submitted(tx, context, letter, f"{answer.code} {answer.text}")
        else:
            _refused(tx, context, replace(letter, phase=claimed.phase), "end of data", answer)


def first_refused(letter: Letter, account: Account, answers: tuple[Answer, ...]) -> tuple[str, Answer] | None:
    """Who of the required recipients was not accepted: the complainant before the copy, then ourselves."""
    recipients = (*letter.recipients, account.email)
    if letter.kind in OPERATOR_LETTERS and any(a.accepted for a in answers[: len(letter.to)]):
        return None  # one dead address of the operator's never silences the others
    for address, answer in zip(recipients, answers, strict=True):
        if not answer.accepted:
            role = "copy" if address in letter.cc else "self" if address == account.email else "recipient"
            if address in letter.to:
                role = "recipient"
            return role, answer
    return None


def not_all(tx: Tx, context: Context, letter: Letter, role: str, answer: Answer) -> None:
    """Not every required recipient was accepted: nothing went out (a letter only to Amazon would be untrue)."""
    said = _said(context, letter, answer)
    _policy(tx, context, letter.account, answer, said)
    if answer.code < 500:
        _later(tx, context, letter, answer, f"{role}: {said}")
    elif role == "copy" and letter.at_rest is Phase.DATA:
        settlement.held(tx, context, letter, f"perhaps sent before, and its copy to Amazon was refused now: {said}")
    elif role == "copy":
        anew.without_copy(tx, context, letter, said)
    elif role == "self":
        settlement.held(tx, context, letter, f"our own copy was refused ({said}): without it there is no receipt")
    else:
        settlement.failed(tx, context, letter, said)


def _refused(tx: Tx, context: Context, letter: Letter, verb: str, answer: Answer) -> None:
    """A complete refusal of the whole message: not accepted, so it may be tried again or held."""
    said = f"{verb}: {_said(context, letter, answer)}"
    _policy(tx, context, letter.account, answer, said)
    if answer.code < 500:
        _later(tx, context, letter, answer, said)
    else:
        settlement.held(tx, context, replace(letter, phase=letter.at_rest), f"the server refused it: {said}")


def _policy(tx: Tx, context: Context, account: str, answer: Answer, said: str) -> None:
    """A refusal by policy (RFC 3463, X.7.X) is about the account, not about one letter: one alarm a day."""
    if answer.code >= 500 and answer.text.startswith("5.7."):
        lines = [said, "Ask the provider why before more is refused: an account can lose its right to send."]
        cause = f"policy|{account}|{context.clock.now():%Y-%m-%d}"
        subject = f"{account}: a letter was refused by policy"
        alerts.raise_alert(tx, context, account=account, cause=cause, subject=subject, lines=lines)


def hangs_up(broken: Transient | Permanent) -> bool:
    """Whether the server took leave of the connection."""
    return isinstance(broken, Refusal) and broken.answer.code == HANGS_UP


def _said(context: Context, letter: Letter, answer: Answer) -> str:
    """The server's words, and what its provider means by them."""
    said = f"{answer.code} {answer.text}"
    cure = context.account_of(letter.account).cure(said)
    return f"{said}; {cure}" if cure else said


def unreached(tx: Tx, *, context: Context, letter: Letter, broken: Transient | Permanent) -> None:
    """The server was not reached, or refused the login: that is the account's trouble, not the letter's, of which
    nothing was said."""
    permanent = isinstance(broken, Permanent)
    trouble.record(tx, context, _line(context, letter), "smtp", str(broken), permanent=permanent)
    waits = tx.outbox.give_back(letter)
    if permanent:
        tx.outbox.save(replace(waits, answer=str(broken)))
    else:
        _later(tx, context, waits, None, str(broken))


def broken_off(tx: Tx, *, context: Context, letter: Letter, broken: Transient | Permanent) -> None:
    """A dialogue that ended before the final dot."""
    if isinstance(broken, Refusal):
        _refused(tx, context, letter, broken.verb, broken.answer)
    elif isinstance(broken, Permanent):
        settlement.failed(tx, context, letter, str(broken))
    else:
        _later(tx, context, letter, None, str(broken))


def _line(context: Context, letter: Letter) -> str:
    return context.account_of(letter.account).line


def works(context: Context, account: Account) -> None:
    """The server was reached: what was wrong with it is over."""
    with context.store.read() as tx:
        was = trouble.get(tx, account.line, "smtp")
    if was:
        with context.store.write() as tx:
            trouble.clear(tx, account.line, "smtp")


def _later(tx: Tx, context: Context, letter: Letter, answer: Answer | None, why: str) -> None:
    """Certainly not accepted: back into the queue, or given up after four days. 421 leaves the whole account alone
    for a while.
    """
    now = context.clock.now()
    code, text = (answer.code, answer.text) if answer else (None, "")
    if code == HANGS_UP:
        trouble.record(tx, context, _line(context, letter), "smtp", why, permanent=False)
    at = retry_at(code, text, letter.tries, letter.created_at, now)
    if at is None:
        settlement.failed(tx, context, letter, f"given up after {(now - letter.created_at).days} days: {why}")
        return
    waits = replace(letter, status=LetterStatus.QUEUED, phase=letter.at_rest, owner=None)
    tx.outbox.save(replace(waits, retry_at=at, answer=why[:300]))


def in_doubt(tx: Tx, *, context: Context, name: str, why: str) -> None:
    """The final dot went out, and its answer never came."""
    letter = tx.outbox.get(name)
    if letter and letter.status is LetterStatus.SUBMITTING:
        now = context.clock.now()
        tx.outbox.save(replace(letter, status=LetterStatus.IN_DOUBT, owner=None, answer=why[:300], started_at=now))
        trouble.record(tx, context, _line(context, letter), "smtp", why, permanent=False)
