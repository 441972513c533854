"""What the experiments with the real daemon count: the truth of the mailboxes against the store."""

from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage
from typing import NamedTuple

from tests.e2e.installation import Installation
from tests.faults.ledger import Ledger
from tests.mails import AMAZON

from noticed.core.case.model import State
from noticed.ports import Letter, LetterStatus, Store

ATTEMPTS = 3


class Figures(NamedTuple):
    """What was counted, in the mailboxes and not in the store."""

    kills: int = 0
    in_dialogue: int = 0
    """Kills that left a letter ``submitting``."""
    in_data: int = 0
    """Of these in phase ``data``: perhaps accepted."""
    unheard: int = 0
    """Letters that were taken, and the answer lost."""
    cases: int = 0
    letters: int = 0
    """Letters that arrived, at complainants and at Amazon alone."""
    duplicates: int = 0
    """Messages of ours beyond the first with the same Message-ID, in whoever's mailbox."""
    missed: int = 0
    """Notices without a case."""
    lost: int = 0
    """Letters that never arrived."""
    stored: int = 0
    """Messages in the seller's own mailbox."""
    touched: int = 0
    """Of these with a flag that we did not find there."""
    wrong: tuple[str, ...] = ()
    """Everything else that is not as it should be."""

    def plus(self, other: "Figures") -> "Figures":
        return Figures(
            kills=self.kills + other.kills,
            in_dialogue=self.in_dialogue + other.in_dialogue,
            in_data=self.in_data + other.in_data,
            unheard=self.unheard + other.unheard,
            cases=self.cases + other.cases,
            letters=self.letters + other.letters,
            duplicates=self.duplicates + other.duplicates,
            missed=self.missed + other.missed,
            lost=self.lost + other.lost,
            stored=self.stored + other.stored,
            touched=self.touched + other.touched,
            wrong=self.wrong + other.wrong,
        )


def counted(seller: Installation, store: Store, complainants: Sequence[str]) -> Figures:
    """One notice of each complainant has run its whole course: each letter once with each of its recipients and
    once with ourselves, each step of each case once, and one letter to Amazon alone.
    """
    with store.read() as tx:
        cases, letters = tx.cases.all(), tx.outbox.all()
    found = Counter(str(c.complaint_id) for case in cases for c in case.complaints)
    wanted = Counter(complaint(number) for number in range(len(complainants)))
    wrong = [f"too many cases of {name}" for name in found - wanted]
    wrong += [
        f"{case.case}: {case.attempts} attempts, {case.state.value}"
        for case in cases
        if (case.attempts, case.state) != (ATTEMPTS, State.WITH_AMAZON)
    ]
    wrong += [f"{letter.letter} is {letter.status.value}" for letter in letters if not rests(letter)]
    own = seller.stored()
    figures = Figures(
        cases=len(cases),
        missed=(wanted - found).total(),
        stored=len(own),
        touched=sum(bool(set(m.flags) - {"\\Recent"}) for m in own),
        wrong=tuple(wrong),
    )
    submitted = [x for x in letters if x.status is LetterStatus.SUBMITTED]
    for address in (*complainants, AMAZON, seller.boss, seller.seller):
        expected = {x.message_id for x in submitted if address in {seller.seller, *x.recipients}}
        figures = figures.plus(_arrived(seller.arrived(address), expected))
    for complainant in complainants:
        figures = figures.plus(_steps(seller.arrived(complainant), ATTEMPTS))
    alone = [m for m in seller.arrived(AMAZON) if m["To"] == AMAZON]
    return figures.plus(_steps(alone, len(complainants)))


_BREAKS = {"too many cases": "I2", "twice": "I3", "nobody submitted": "I3", "integrity_check": "I21"}


def enter(ledger: Ledger, figures: Figures, *, several: bool = False) -> None:
    """What the figures say about the invariants."""
    wrong = [(next((i for begin, i in _BREAKS.items() if w.startswith(begin)), "I4"), w) for w in figures.wrong]

    def count(invariant: str, trials: int, what: str = "", broken: int = 0) -> None:
        ledger.count(invariant, trials, (*[what] * broken, *[w for i, w in wrong if i == invariant]))

    count("I1", figures.cases + figures.missed, "a notice without a case", figures.missed)
    count("I2", figures.cases)
    count("I3", figures.letters, "a letter twice", figures.duplicates)
    count("I4", figures.letters + figures.lost, "a letter that never arrived", figures.lost)
    count("I15", figures.stored, "a message of the seller's with a flag of ours", figures.touched)
    if figures.kills:
        count("I21", figures.kills)
    if several:
        count("I19", figures.letters, "a letter twice", figures.duplicates)
    ledger.figures |= {
        "kills": figures.kills,
        "in a dialogue": figures.in_dialogue,
        "in phase data": figures.in_data,
        "answers lost": figures.unheard,
        "notices": figures.cases + figures.missed,
        "letters": figures.letters,
        "duplicates": figures.duplicates,
        "lost": figures.missed + figures.lost,
    }


def complaint(number: int) -> str:
    """The complaint of the complainant with this number."""
    return str(10900000000 + number)


def rests(letter: Letter) -> bool:
    """Whether nothing more happens to it."""
    return letter.status in {LetterStatus.SUBMITTED, LetterStatus.CANCELLED}


def _arrived(messages: Sequence[EmailMessage], expected: set[str]) -> Figures:
    """One mailbox against the letters that are ``submitted`` by the store."""
    came = Counter(str(m["Message-ID"]) for m in messages)
    strange = tuple(f"nobody submitted {name}" for name in set(came) - expected)
    return Figures(duplicates=came.total() - len(came), lost=len(expected - set(came)), wrong=strange)


def _steps(messages: Sequence[EmailMessage], count: int) -> Figures:
    """``count`` different letters, whatever the store says; N-7K3F.2 is our own name of one."""
    steps = Counter(".".join(str(m["X-Noticed-Letter"]).split(".")[:2]) for m in messages)
    twice = tuple(f"twice: {name}" for name, times in steps.items() if times > 1)
    return Figures(letters=len(messages), lost=max(count - len(steps), 0), wrong=twice)
