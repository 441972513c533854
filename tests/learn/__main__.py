"""Learn the weights of words from samples (``src/noticed/dialects/LANGUAGE.weights``).

    python -m tests.learn              every language
    python -m tests.learn en de        some

Takes minutes. What the weights are worth on mail that was not learned from is told by ``python -m tests.learn.apart``.
"""

import sys
from pathlib import Path

from tests.learn.fitting import QUESTIONS, weights, written
from tests.learn.samples import answers, notices

from noticed.core.learned.questions import Sort

DIALECTS = Path(__file__).parents[2] / "src" / "noticed" / "dialects"
FEWEST = 100
"""Samples of a language from which something is learned."""


def main() -> None:
    wanted = sys.argv[1:] or sorted(file.stem for file in DIALECTS.glob("*.toml"))
    samples = {Sort.NOTICES: notices(), Sort.ANSWERS: answers()}
    for language in wanted:
        own = {sort: [each for each in found if each.language == language] for sort, found in samples.items()}
        found = {sort: weights(each, QUESTIONS[sort]) for sort, each in own.items() if len(each) >= FEWEST}
        if found:
            (DIALECTS / f"{language}.weights").write_text(written(found), "utf-8", newline="\n")
        sizes = ", ".join(f"{len(own[sort])} {sort}, {len(each.rows)} features" for sort, each in found.items())
        print(f"{language}: {sizes or 'too few samples'}", flush=True)


if __name__ == "__main__":
    main()
