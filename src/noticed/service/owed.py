"""What dialogues came to, onto the disk. The one acceptance whose successor is claimed, and whose envelope is
said already, is settled while the server thinks over that: in the transaction that lets the next DATA begin, where the
answers are there by then, and before whatever else is written, or with the end of the turn.

Until then its row says ``submitting`` in phase ``data``, as it does until any answer is on disk: whoever ends between
leaves it in doubt, and it is never sent again blindly.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from noticed.ports import Letter, StoreAway, StoreBroken, Tx
from noticed.ports.log import log
from noticed.service import midair
from noticed.service.context import Context

Act = Callable[[Tx], None]


class Unsettled(Exception):
    """The settling of what was owed failed, for a reason nobody thought of (its cause); it is owed no more."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(letter.letter)
        self.letter = letter.letter


class Owed:
    """What is not on disk yet of one account's dialogues: at most one letter's end."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._owed: tuple[Letter, Act] | None = None

    def __bool__(self) -> bool:
        return self._owed is not None

    def owe(self, letter: Letter, act: Act) -> None:
        """Let ``act`` be settled with the next transaction."""
        self.pay()
        self._owed = letter, act

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that begins with what is owed. Raises ``Unsettled``; what the store could not take now stays
        owed."""
        with self._context.store.write() as tx:
            owed = self._owed
            status = self._first(tx, *owed) if owed else ""
            yield tx
        self._owed = None
        if owed:
            _ended(owed[0], status)

    def _first(self, tx: Tx, letter: Letter, act: Act) -> str:
        try:
            return _settled(tx, letter, act)
        except (StoreAway, StoreBroken):
            raise
        except Exception as error:
            self._owed = None
            raise Unsettled(letter) from error

    def settle(self, letter: Letter, act: Act) -> None:
        """What became of ``letter``, in one transaction, if the dialogue is still ours."""
        with self.write() as tx:
            status = _settled(tx, letter, act)
        _ended(letter, status)

    def pay(self) -> None:
        """Settle what is owed, by itself. Raises as ``write``."""
        if self._owed:
            with self.write():
                pass


def _settled(tx: Tx, letter: Letter, act: Act) -> str:
    if midair.ours(tx, letter):
        act(tx)
    after = tx.outbox.get(letter.letter)
    return after.status.value if after else ""


def _ended(letter: Letter, status: str) -> None:
    log.info("dialogue_ended", account=letter.account, letter=letter.letter, status=status)
