"""Learn weights from samples (``src/noticed/dialects/LANGUAGE.weights``, and those of names and the like, of all).

    python -m tests.learn                      everything
    python -m tests.learn en de names numbers  some languages, and what serves all of them

Takes half an hour. What the weights are worth on mail that was not learned from tells ``python -m tests.learn.apart``.
"""

import sys
from pathlib import Path

from tests.learn.addresses import addresses
from tests.learn.deadlines import deadlines
from tests.learn.fitting import weights, written
from tests.learn.names import names
from tests.learn.numbers import numbers
from tests.learn.rights import rights
from tests.learn.samples import answers, notices

from noticed.core.learned.questions import Sort

DIALECTS = Path(__file__).parents[2] / "src" / "noticed" / "dialects"
_OF_ALL = {
    Sort.NAMES: names,
    Sort.NUMBERS: numbers,
    Sort.ADDRESSES: addresses,
    Sort.DEADLINES: deadlines,
    Sort.RIGHTS: rights,
}
FEWEST = 100
"""Samples of a language from which something is learned."""


def main() -> None:
    wanted = sys.argv[1:] or [*sorted(file.stem for file in DIALECTS.glob("*.toml")), *_OF_ALL]
    for sort, pieces in _OF_ALL.items():
        if sort in wanted:
            told = pieces()
            (DIALECTS / f"{sort}.weights").write_text(written({sort: weights(told, sort)}), "utf-8", newline="\n")
            print(f"{sort}: {len(told)} samples", flush=True)
    languages = sorted({*wanted} - _OF_ALL.keys())
    samples = {Sort.NOTICES: notices(), Sort.ANSWERS: answers()} if languages else {}
    for language in languages:
        own = {sort: [each for each in found if each.language == language] for sort, found in samples.items()}
        found = {sort: weights(each, sort) for sort, each in own.items() if len(each) >= FEWEST}
        if found:
            (DIALECTS / f"{language}.weights").write_text(written(found), "utf-8", newline="\n")
        sizes = ", ".join(f"{len(own[sort])} {sort}, {len(each.rows)} features" for sort, each in found.items())
        print(f"{language}: {sizes or 'too few samples'}", flush=True)


if __name__ == "__main__":
    main()
