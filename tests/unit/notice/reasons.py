"""Notices put together from how they open and what follows (reasons.toml): is it said what is infringed and how?

    python -m tests.unit.notice.reasons [WORD…] [--all]

reads all of them, or those of a language (or a kind of right, "told", "vague", "general", "chores", "whole"), and
prints how many are read so, and each piece that is not in all its frames; the test reads some.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from tests.unit.notice.test_sentences import read

REASONS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text("utf-8"))
LANGUAGES = tuple(REASONS)


class Text(NamedTuple):
    """A notice, its kind of right, whether it says why, and the piece it was made of."""

    language: str
    sort: str
    right: str
    said: str
    piece: str

    @property
    def states(self) -> bool:
        """Whether a reason is to be read."""
        return self.sort in {"told", "whole"}


def texts(language: str) -> Iterator[Text]:
    """All of a language."""
    words = REASONS[language]
    for right, opens in words["opens"].items():
        pieces = {
            "told": (words["frames"], words["told"][right]),
            "vague": (words["frames"], [*words["vague"]["any"], *words["vague"][right]]),
            "general": (words["aside"], words["vague"]["general"]),
            "chores": (words["frames"][:1], words["chores"]),
        }
        for sort, (frames, said) in pieces.items():
            for piece, frame, opening in product(said, frames, opens):
                text = frame.replace("{o}", opening).replace("{r}", piece)
                yield Text(language, sort, right, text, piece)
        for text in words["whole"].get(right, ()):
            yield Text(language, "whole", right, text, text)


def is_read(text: Text) -> bool:
    """Whether the kind of right is read and whether a reason is stated."""
    found = read(text.language, text.said)
    return found.ip_type == text.right and found.reason_stated == text.states


def misread(language: str, every: int = 1) -> tuple[int, list[str]]:
    """How many texts of a language are read, each so many but for the hard ones, and those that are misread."""
    those = (text for text in texts(language) if text.piece not in REASONS[language]["hard"])
    some = list(islice(those, 0, None, every))
    return len(some), [text.said for text in some if not is_read(text)]


def main(*words: str, all_: bool) -> None:
    """Read all, or some, and print."""
    for language in LANGUAGES:
        count, wrong = Counter[str](), Counter[str]()
        pieces, those = Counter[tuple[str, str, str]](), list[str]()
        for text in texts(language):
            if all(word in text[:3] for word in words):
                count[text.sort] += 1
                if not is_read(text):
                    wrong[text.sort] += 1
                    pieces[text.sort, text.right, text.piece] += 1
                    those.append(text.said)
        sys.stdout.write(
            f"{language} " + ", ".join(f"{sort} {n - wrong[sort]} of {n}" for sort, n in count.items()) + "\n"
        )
        shown = those if all_ else [f"{n:3} {' '.join(piece)}" for piece, n in pieces.items()]
        sys.stdout.writelines(f"    {each!r}\n" for each in shown)


if __name__ == "__main__":
    main(*(word for word in sys.argv[1:] if word != "--all"), all_="--all" in sys.argv)
