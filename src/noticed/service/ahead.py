"""The next letter, claimed while the server thinks over the last one: its bytes are made and the claim is on disk when
the answer comes, and the count of dialogues with it. Its envelope follows that answer at once; DATA, which lets it
leave, follows the settling. Where its turn does not come soon, or not at all, it goes back into the queue as it was.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from noticed.ports import Answer, Due, Letter, StoreAway, Submitting, Transient
from noticed.ports.log import log
from noticed.service import aftermath, midair, release
from noticed.service.account import Account
from noticed.service.context import Context
from noticed.service.owed import Owed, Unsettled

_FAR = 16
"""Letters whose cases may be read together."""


class Ahead:
    """Claims letters of one account, one of them ahead."""

    def __init__(self, context: Context, account: Account, due: Sequence[Due]) -> None:
        self._context = context
        self._account = account
        self._places = {one.letter: place for place, one in enumerate(due)}
        self._cases = [one.case for one in due]
        self._early: tuple[Letter, Future[None]] | None = None
        self.owed = Owed(context)
        self._beside = ThreadPoolExecutor(1, f"count {account.name}")

    def claim(self, name: str) -> Letter | None:
        """See ``release.claim``: the one claimed ahead, or by now, when what is owed is settled."""
        if self._early and self._early[0].letter == name and release.fresh(self._context, self._early[0]):
            (letter, counted), self._early = self._early, None
            counted.result()
            return letter
        self.owed.pay()
        self._give_back()
        return release.claim(self._context, self._account, name, self._cases_from(name))

    def claim_ahead(self, name: str | None) -> None:
        """Never raises: what keeps the letter back, or is wrong with the store, is seen when its turn comes."""
        if name is None:
            return
        try:
            letter, dialogues = release.claim_early(self._context, self._account, name, self._cases_from(name))
        except Exception as error:  # noqa: BLE001  # as the line above says
            log.debug("not_claimed_ahead", account=self._account.name, letter=name, error=type(error).__name__)
            return
        now = self._context.clock.now()
        self._early = letter, self._beside.submit(self._context.store.count, dialogues, now)

    def settle(self, line: Submitting, letter: Letter, answer: Answer) -> None:
        """What the server answered: at once, or owed where it was told the envelope of the letter claimed ahead. That
        claim is on disk by then, and the count before ``claim`` hands it out; only DATA, which waits for both and for
        the settling, lets it leave.
        """
        act = partial(aftermath.answered, context=self._context, claimed=letter, answer=answer)
        if answer.accepted and self._early:
            following, _ = self._early
            if line.begin(self._account.email, (*following.recipients, self._account.email)):
                self.owed.owe(letter, act)
                return
        self.owed.settle(letter, act)

    def _cases_from(self, name: str) -> list[str]:
        """The cases of a letter and of those that follow it."""
        return [case for case in self._cases[self._places[name] :][:_FAR] if case]

    def close(self) -> None:
        """No letter is claimed any more, and nothing is owed. Never raises for what is owed."""
        try:
            with suppress(StoreAway):  # the next run finds it, as it finds what a process left that is gone
                self.owed.pay()
        except Unsettled as broken:
            log.exception("letter_broke", account=self._account.name, letter=broken.letter)
        self._give_back()
        self._beside.shutdown()

    def _give_back(self) -> None:
        """Back into the queue: of a letter that was claimed ahead nothing was said."""
        early, self._early = self._early, None
        if early:
            with suppress(Transient):  # the next run finds it, as it finds what a process left that is gone
                midair.give_back(self._context, early[0])
