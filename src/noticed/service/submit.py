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

from noticed.core.case.model import OPERATOR_LETTERS
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
from noticed.ports.log import log
from noticed.service import (
    aftermath,
    doubt,
    guards,
    midair,
    recovery,
    release,
    suppression,
    timekeeping,
    trouble,
)
from noticed.service.account import Account
from noticed.service.ahead import Ahead
from noticed.service.connected import Connected
from noticed.service.context import Context
from noticed.service.owed import Owed, Unsettled
from noticed.service.pausing import paused

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
    with Connected(context.submission(account.name)) as line, closing(Ahead(context, account, due)) as ahead:
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
            except Unsettled as broken:  # the letter before this one, of which nothing was said that counts
                log.exception("letter_broke", account=account.name, letter=broken.letter)
                midair.recover(context, account.name)
                break
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
    owed = ahead.owed
    letter = ahead.claim(name)
    if letter is None:
        return 0
    answer: Answer | None = None
    connected = False
    try:
        line.open()
        connected = True
        if _envelope(context, account, letter, line, owed, ends=ends):
            answer = line.data(letter.raw or b"", partial(ahead.claim_ahead, following))
    except InDoubt as doubt:
        owed.settle(letter, partial(aftermath.in_doubt, context=context, name=letter.letter, why=str(doubt)))
        raise Transient(str(doubt)) from doubt  # else every letter that is due would be in the same doubt
    except (StoreAway, StoreBroken):
        raise  # the row stays as it is: the next run knows by its phase how far it got
    except (Transient, Permanent) as broken:
        after = aftermath.broken_off if connected else aftermath.unreached
        owed.settle(letter, partial(after, context=context, letter=letter, broken=broken))
        if not connected or not isinstance(broken, Refusal | Permanent) or aftermath.hangs_up(broken):
            raise Transient(str(broken)) from broken
    if answer:
        ahead.settle(line, letter, answer)
        if answer.code == aftermath.HANGS_UP:
            raise Transient(f"{answer.code} {answer.text}")
    if not line.works:
        aftermath.works(context, account)
        line.works = True
    return 1


def _envelope(
    context: Context, account: Account, letter: Letter, line: Submitting, owed: Owed, *, ends: Callable[[], bool]
) -> bool:
    """MAIL and RCPT, what is owed settled while the server thinks over them; True when the phase ``data`` is committed
    and DATA may begin: by settings that hold no more, none begins."""
    ask = partial(line.envelope, account.email, (*letter.recipients, account.email))
    may_follow = None
    if owed:
        with owed.write() as tx:
            if line.answered():  # else nobody is waited for in a transaction
                may_follow = _let(tx, context, account, letter, ask(), ends=ends)
    if may_follow is None:
        answers = ask()
        with owed.write() as tx:
            may_follow = _let(tx, context, account, letter, answers, ends=ends)
    if not may_follow:
        line.reset()
    return may_follow


def _let(
    tx: Tx, context: Context, account: Account, letter: Letter, answers: tuple[Answer, ...], *, ends: Callable[[], bool]
) -> bool:
    """What the answers to an envelope make of the letter; True where its DATA may begin once that is committed."""
    said = zip((*letter.recipients, account.email), answers, strict=True)
    asked = replace(letter, deliveries=tuple(Delivery(address=r, code=a.code, text=a.text) for r, a in said))
    problem = aftermath.first_refused(letter, account, answers)
    release.ahead(tx, account, letter)
    if not midair.ours(tx, letter):
        log.warning("lease_lost", account=letter.account, letter=letter.letter)
    elif problem:
        aftermath.not_all(tx, context, asked, *problem)
    elif ends() or _kept_back(tx, context, letter):
        tx.outbox.save(replace(asked, status=LetterStatus.QUEUED, phase=letter.at_rest, owner=None))
    else:
        tx.outbox.save(replace(asked, phase=Phase.DATA))
        return True
    return False


def _kept_back(tx: Tx, context: Context, letter: Letter) -> bool:
    """Whether something came between the claim and DATA: the next claim says what becomes of the letter."""
    if paused(tx, context, letter.account) or suppression.of_letter(tx, letter):
        return True
    return not release.fresh(context, letter) and guards.overtaken(tx, letter)
