"""Learn weights from samples (``src/noticed/dialects/LANGUAGE.weights``, and ``names.weights`` for all of them).

    python -m tests.learn              every language
    python -m tests.learn en de names  some, and those of names, which serve all languages

Takes half an hour. What the weights are worth on mail that was not learned from tells ``python -m tests.learn.apart``.
"""

import sys
from pathlib import Path

from tests.learn.fitting import weights, written
from tests.learn.names import names
from tests.learn.samples import answers, notices

from noticed.core.learned.questions import Sort

DIALECTS = Path(__file__).parents[2] / "src" / "noticed" / "dialects"
FEWEST = 100
"""Samples of a language from which something is learned."""


def main() -> None:
    wanted = sys.argv[1:] or [*sorted(file.stem for file in DIALECTS.glob("*.toml")), Sort.NAMES]
    if Sort.NAMES in wanted:
        told = names()
        text = written({Sort.NAMES: weights(told, Sort.NAMES)})
        (DIALECTS / f"{Sort.NAMES}.weights").write_text(text, "utf-8", newline="\n")
        print(f"{Sort.NAMES}: {len(told)} samples", flush=True)
    samples = {Sort.NOTICES: notices(), Sort.ANSWERS: answers()} if set(wanted) != {Sort.NAMES} else {}
    for language in sorted({*wanted} - {Sort.NAMES}):
        own = {sort: [each for each in found if each.language == language] for sort, found in samples.items()}
        found = {sort: weights(each, sort) for sort, each in own.items() if len(each) >= FEWEST}
        if found:
            (DIALECTS / f"{language}.weights").write_text(written(found), "utf-8", newline="\n")
        sizes = ", ".join(f"{len(own[sort])} {sort}, {len(each.rows)} features" for sort, each in found.items())
        print(f"{language}: {sizes or 'too few samples'}", flush=True)


if __name__ == "__main__":
    main()
