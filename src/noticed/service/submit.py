"""Step 4 of a letter's route: last look, freeze, claim, send, settle (reference: exactly one letter).

Promises: the bytes are frozen and the phase is committed before each step of the dialogue; what broke off
after the final dot is ``in_doubt`` and is never sent again blindly; no DATA begins once ``pause`` is committed;
all required recipients or none.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import zip_longest

import structlog

from noticed.core.case.model import OPERATOR_LETTERS
from noticed.core.mail.retry import retry_at
from noticed.ports import (
    Answer,
    Delivery,
    Due,
    InDoubt,
    Letter,
    LetterStatus,
    Permanent,
    Phase,
    Refusal,
    StoreAway,
    StoreBroken,
    Submitting,
    Transient,
    Tx,
)
from noticed.service import (
    alerts,
    anew,
    doubt,
    midair,
    recovery,
    release,
    settlement,
    suppression,
    timekeeping,
    trouble,
)
from noticed.service.account import Account
from noticed.service.ahead import Ahead
from noticed.service.connected import Connected
from noticed.service.context import Context
from noticed.service.pausing import paused

log = structlog.get_logger()
_HANGS_UP = 421
"""The server is about to close the connection, to all of the account's letters (RFC 5321 section 3.8)."""

LastLook = Callable[[Context, Account], bool]
"""Polls and triages every mailbox of an account; False when that was not possible now."""


def submit(
    context: Context,
    last_look: LastLook,
    account: str | None = None,
    *,
    most: int | None = None,
    ends: Callable[[], bool] = lambda: False,
) -> int:
    """Submit every letter that is due, one account after the other; how many dialogues were begun.

    A letter of one account that fails never stops another account's. ``most``: dialogues of an account; None: all.
    ``ends``: asked before each letter, and before its DATA, whether none may begin any more.
    """
    begun = 0
    for name, due in _due(context, account).items():
        with context.store.alone(f"submit:{name}") as mine:
            if mine:
                begun += _submit_account(context, context.account_of(name), due, last_look, most=most, ends=ends)
    return begun


def accounts_due(context: Context) -> tuple[str, ...]:
    """Accounts with a letter that is due, that a process left in mid-air, or that is in doubt for long enough."""
    return tuple(_due(context, None))


def _due(context: Context, account: str | None) -> dict[str, list[Due]]:
    by_account: dict[str, list[Due]] = {}
    with context.store.read() as tx:
        now = context.clock.now()
        for due in tx.outbox.due(now):
            if due.account in context.accounts and account in {None, due.account}:
                by_account.setdefault(due.account, []).append(due)
        open_ = tx.outbox.open_dialogues()
        left = [letter for letter in open_ if letter.status is LetterStatus.SUBMITTING]
        for letter in (*left, *doubt.waiting(context, open_, now)):
            if letter.account in context.accounts and account in {None, letter.account}:
                by_account.setdefault(letter.account, [])
    return by_account


def _submit_account(  # as its caller's
    context: Context,
    account: Account,
    due: list[Due],
    last_look: LastLook,
    *,
    most: int | None,
    ends: Callable[[], bool],
) -> int:
    midair.recover(context, account.name)
    if doubt.settle(context, account):  # one of them may be due again
        due = _due(context, account.name).get(account.name, [])
    begun, looked, due = 0, None, _may_leave(context, account, due)
    with Connected(context.submission(account.name)) as line, closing(Ahead(context, account)) as ahead:
        for one, following in zip_longest(due, due[1:]):
            name = one.letter
            if ends() or (most is not None and begun >= most):
                break
            try:
                if one.kind not in OPERATOR_LETTERS:
                    looked = last_look(context, account) if looked is None else looked
                    if not looked:
                        log.warning("last_look_failed", account=account.name, letter=name)
                        continue
                early = looked and following and following.case != one.case and begun + 1 != most
                next_one = following.letter if early else None
                begun += _submit_letter(context, account, name, line, ahead, next_one, ends=ends)
            except Transient:
                log.warning("submission_deferred", account=account.name, letter=name)
                break
            except StoreBroken:
                raise
            except Exception:
                log.exception("letter_broke", account=account.name, letter=name)
                line.drop()  # its envelope may be open still
                release.set_aside(context, name)
    return begun


def _may_leave(context: Context, account: Account, due: list[Due]) -> list[Due]:
    """What of ``due`` can leave now, so that no mailbox is looked at for the rest: while the clock is wrong, the
    alarm about it and what else goes to the operator."""
    with context.store.read() as tx:
        now = context.clock.now()
        shut = paused(tx, context, account.name) or recovery.of(tx, account.name) is not None
        if shut or trouble.blocked(tx, account.line, "smtp", now):
            return []
        wrong = timekeeping.doubtful(tx, now)
    return [one for one in due if one.kind in OPERATOR_LETTERS] if wrong else due


def _submit_letter(  # noqa: PLR0913  # one letter in its place
    context: Context,
    account: Account,
    name: str,
    line: Connected,
    ahead: Ahead,
    following: str | None,
    *,
    ends: Callable[[], bool],
) -> int:
    """One letter through one dialogue; 1 when a dialogue was begun. ``following``: claimed while the server thinks.

    Whatever goes wrong with the store after the final dot leaves the row ``submitting`` in phase ``data``: the
    next run finds it in doubt, and looks for our own copy.
    """
    letter = ahead.claim(name)
    if letter is None:
        return 0
    answer: Answer | None = None
    connected = False
    try:
        line.open()
        connected = True
        if _envelope(context, account, letter, line, ends):
            answer = line.data(letter.raw or b"", partial(ahead.claim_ahead, following))
            ahead.begin(line, answer)
    except InDoubt as doubt:
        _settle(context, letter, partial(_in_doubt, context=context, name=letter.letter, why=str(doubt)))
        raise Transient(str(doubt)) from doubt  # else every letter that is due would be in the same doubt
    except (StoreAway, StoreBroken):
        raise  # the row stays as it is: the next run knows by its phase how far it got
    except (Transient, Permanent) as broken:
        after = _broken_off if connected else _unreached
        _settle(context, letter, partial(after, context=context, letter=letter, broken=broken))
        if not connected or not isinstance(broken, Refusal | Permanent) or _hangs_up(broken):
            raise Transient(str(broken)) from broken
    if not line.works and (answer is None or answer.code != _HANGS_UP):
        _works(context, account)
        line.works = True
    if answer:
        _settle(context, letter, lambda tx: _answered(tx, context, letter, answer))
        if answer.code == _HANGS_UP:
            raise Transient(f"{answer.code} {answer.text}")
    return 1


def _envelope(context: Context, account: Account, letter: Letter, line: Submitting, ends: Callable[[], bool]) -> bool:
    """MAIL and RCPT; True when the phase ``data`` is committed and DATA may begin: by settings that hold no more, none
    begins."""
    recipients = (*letter.recipients, account.email)
    answers = line.envelope(account.email, recipients)
    deliveries = tuple(Delivery(address=r, code=a.code, text=a.text) for r, a in zip(recipients, answers, strict=True))
    asked = replace(letter, deliveries=deliveries)
    problem = _first_refused(letter, account, answers)
    with context.store.write() as tx:
        release.ahead(tx, account, letter)
        if not midair.ours(tx, letter):
            log.warning("lease_lost", account=letter.account, letter=letter.letter)
        elif problem:
            _not_all(tx, context, asked, *problem)
        elif ends() or paused(tx, context, account.name) or suppression.of_letter(tx, letter):
            tx.outbox.save(replace(asked, status=LetterStatus.QUEUED, phase=letter.at_rest, owner=None))
        else:
            tx.outbox.save(replace(asked, phase=Phase.DATA))
            return True
    line.reset()
    return False


def _answered(tx: Tx, context: Context, claimed: Letter, answer: Answer) -> None:
    letter = tx.outbox.get(claimed.letter)
    if letter and letter.status is LetterStatus.SUBMITTING:
        if answer.accepted:
            settlement.submitted(tx, context, letter, f"{answer.code} {answer.text}")
        else:
            _refused(tx, context, replace(letter, phase=claimed.phase), "end of data", answer)


def _first_refused(letter: Letter, account: Account, answers: tuple[Answer, ...]) -> tuple[str, Answer] | None:
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


def _not_all(tx: Tx, context: Context, letter: Letter, role: str, answer: Answer) -> None:
    """Not every required recipient was accepted: nothing went out (a letter only to Amazon would be untrue)."""
    said = _said(context, letter, answer)
    _policy(tx, context, letter.account, answer, said)
    if answer.code < 500:
        _later(tx, context, letter, answer, f"{role}: {said}")
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


def _hangs_up(broken: Transient | Permanent) -> bool:
    return isinstance(broken, Refusal) and broken.answer.code == _HANGS_UP


def _said(context: Context, letter: Letter, answer: Answer) -> str:
    """The server's words, and what its provider means by them."""
    said = f"{answer.code} {answer.text}"
    cure = context.account_of(letter.account).cure(said)
    return f"{said}; {cure}" if cure else said


def _unreached(tx: Tx, *, context: Context, letter: Letter, broken: Transient | Permanent) -> None:
    """The server was not reached, or refused the login: that is the account's trouble, not the letter's, of which
    nothing was said."""
    permanent = isinstance(broken, Permanent)
    trouble.record(tx, context, _line(context, letter), "smtp", str(broken), permanent=permanent)
    waits = tx.outbox.give_back(letter)
    if permanent:
        tx.outbox.save(replace(waits, answer=str(broken)))
    else:
        _later(tx, context, waits, None, str(broken))


def _broken_off(tx: Tx, *, context: Context, letter: Letter, broken: Transient | Permanent) -> None:
    """A dialogue that ended before the final dot."""
    if isinstance(broken, Refusal):
        _refused(tx, context, letter, broken.verb, broken.answer)
    elif isinstance(broken, Permanent):
        settlement.failed(tx, context, letter, str(broken))
    else:
        _later(tx, context, letter, None, str(broken))


def _line(context: Context, letter: Letter) -> str:
    return context.account_of(letter.account).line


def _works(context: Context, account: Account) -> None:
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
    if code == _HANGS_UP:
        trouble.record(tx, context, _line(context, letter), "smtp", why, permanent=False)
    at = retry_at(code, text, letter.tries, letter.created_at, now)
    if at is None:
        settlement.failed(tx, context, letter, f"given up after {(now - letter.created_at).days} days: {why}")
        return
    waits = replace(letter, status=LetterStatus.QUEUED, phase=letter.at_rest, owner=None)
    tx.outbox.save(replace(waits, retry_at=at, answer=why[:300]))


def _in_doubt(tx: Tx, *, context: Context, name: str, why: str) -> None:
    letter = tx.outbox.get(name)
    if letter and letter.status is LetterStatus.SUBMITTING:
        now = context.clock.now()
        tx.outbox.save(replace(letter, status=LetterStatus.IN_DOUBT, owner=None, answer=why[:300], started_at=now))
        trouble.record(tx, context, _line(context, letter), "smtp", why, permanent=False)


def _settle(context: Context, letter: Letter, act: Callable[[Tx], None]) -> None:
    with context.store.write() as tx:
        if midair.ours(tx, letter):
            act(tx)
        after = tx.outbox.get(letter.letter)
    log.info("dialogue_ended", account=letter.account, letter=letter.letter, status=after.status.value if after else "")
