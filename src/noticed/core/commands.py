"""What the operator answers to a digest: a number of it and a verb on a line, nothing else. Pure, never raises.

A decision is never guessed: a line that is not exactly that is not understood, and two different commands for one
number are none.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from noticed.core.case.model import Outcome
from noticed.core.values import Value

MAX_LINES = 40
"""Lines of an answer that are looked at."""
_LONGEST_WAIT = timedelta(days=30)

CODE = re.compile(r"\b(D-[0-9T-]{10,17}(?:-[0-9A-F]{6})?)\.([A-Z2-7]{26})\b")
"""What stands in a digest that may be answered: its name, and the code that proves it was read."""


class Verb(StrEnum):
    """What may be decided by mail: an outcome, or what happens to a letter or a case."""

    INFRINGING = Outcome.INFRINGING.value
    NOT_INFRINGING = Outcome.NOT_INFRINGING.value
    OWN_RIGHTS = Outcome.OWN_RIGHTS.value
    REASON_UNKNOWN = Outcome.REASON_UNKNOWN.value
    NEVER_LISTED = Outcome.NEVER_LISTED.value
    FIXED = Outcome.FIXED.value
    SUBMITTED = "submitted"
    RESUME = "resume"
    CLOSE = "close"
    WAIT = "wait"
    EVIDENCE = "evidence"
    APPROVE = "approve"
    REJECT = "reject"


class Command(Value):
    """One line that was understood."""

    line: str
    """As written, for the answer."""
    number: int
    """Of the digest's list."""
    verb: Verb
    note: str = ""
    """What stands behind a colon or a dash."""
    wait: timedelta | None = None
    """For ``wait``."""


class Said(Value):
    """What an answer says."""

    commands: tuple[Command, ...] = ()
    """At most one a number, and beside it that the files of the mail are its evidence."""
    unclear: tuple[str, ...] = ()
    """Lines that were not understood, or contradict each other, as written."""


class Vocabulary:
    """The verbs and their words; longer words first, so that "never listed" is not "never"."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._verbs = {_plain(word): Verb(verb) for verb, several in words.items() for word in several}
        known = "|".join(map(re.escape, sorted(self._verbs, key=len, reverse=True)))
        number = r"(?:#|no\.?\s?|nr\.?\s?)?(?P<{0}>\d{{1,3}})"
        verb = rf"(?P<{{0}}>{known})"
        gap = r"\s{0,3}[.:,)、]?\s{0,3}"
        first = rf"{number.format('n1')}{gap}{verb.format('v1')}"
        second = rf"{verb.format('v2')}{gap}{number.format('n2')}"
        self._line = re.compile(rf"(?:{first}|{second})(?!\w)(?P<rest>.{{0,300}})", re.ASCII)

    def read(self, text: str) -> Said:
        """Every line of ``text`` is a command or unclear; blank lines and what follows a code are neither."""
        found, unclear = list[Command](), list[str]()
        for line in _before_the_code(text)[:MAX_LINES]:
            command = self._command(line)
            if command:
                found.append(command)
            else:
                unclear.append(line)
        decided = [command for command in found if command.verb is not Verb.EVIDENCE]
        verbs = {c.number: {(o.verb, o.wait) for o in decided if o.number == c.number} for c in decided}
        unclear += [command.line for command in decided if len(verbs[command.number]) > 1]
        clear = [command for command in found if command not in decided or len(verbs[command.number]) == 1]
        once = {(command.number, command.verb is Verb.EVIDENCE): command for command in clear}
        return Said(commands=tuple(once.values()), unclear=tuple(unclear))

    def _command(self, line: str) -> Command | None:
        plain = _plain(line)
        found = self._line.fullmatch(plain.rstrip(" .!。！"))
        if not found:
            return None
        number, verb = int(found["n1"] or found["n2"]), self._verbs[found["v1"] or found["v2"]]
        rest = found["rest"].strip()
        if verb is Verb.WAIT:
            wait = _span(rest)
            return Command(line=line, number=number, verb=verb, wait=wait) if wait else None
        if rest and rest[0] not in ":-–—":
            return None
        return Command(line=line, number=number, verb=verb, note=rest.lstrip(":-–— "))


_WAIT = re.compile(r"(?:for\s)?(\d{1,3})\s?(d|days?|天|日|h|hours?|小时)")


def _span(rest: str) -> timedelta | None:
    """``3d`` ``3 days`` ``48 h`` ``3天``, up to 30 days; None for anything else."""
    found = _WAIT.fullmatch(rest)
    if not found:
        return None
    number = int(found[1])
    span = timedelta(hours=number) if found[2].startswith(("h", "小")) else timedelta(days=number)
    return span if timedelta() < span <= _LONGEST_WAIT else None


def _before_the_code(text: str) -> list[str]:
    """What stands above the digest's own words, wherever a client put them."""
    found = CODE.search(text)
    above = text[: found.start()] if found else text
    lines = above.split("\n")
    if found:
        lines = lines[:-1]  # the code's own line
    return [line.strip()[:300] for line in lines if line.strip() and not line.lstrip().startswith(">")]


def _plain(text: str) -> str:
    """Full-width forms as ASCII, in lower case, one blank between words (Unicode NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("’", "'").split())
