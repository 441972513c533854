"""What the weights are worth on texts they were not learned from.

    python -m tests.learn.apart              every language
    python -m tests.learn.apart en de        some

Fits each question four times in five, each time without a fifth of the free texts, and prints how many of those left
out are answered right by the weights alone, and of how many. The rules have no part in it.
"""

import sys
from collections import Counter

from tests.learn.fitting import weights
from tests.learn.samples import Sample, answers, notices

from noticed.core.learned.questions import Sort

FOLDS = 5
FREE = ".jsonl"
"""How files of free texts end."""


def main() -> None:
    samples = {Sort.NOTICES: notices(), Sort.ANSWERS: answers()}
    wanted = sys.argv[1:] or sorted({each.language for each in samples[Sort.NOTICES] if each.source.endswith(FREE)})
    for sort, found in samples.items():
        right, asked = Counter[str](), Counter[str]()
        for language in wanted:
            own = [each for each in found if each.language == language]
            for fold in range(FOLDS):
                _ask(own, fold, sort, right, asked)
        print(
            sort, *(f"{name} {right[name] / asked[name]:.3f} of {asked[name]}" for name in asked), sep="; ", flush=True
        )


def _ask(samples: list[Sample], fold: int, sort: Sort, right: Counter[str], asked: Counter[str]) -> None:
    """Learn from all but a fifth of the free texts, and ask those."""
    free = [each for each in samples if each.source.endswith(FREE)]
    left = free[fold::FOLDS]
    texts = {each.text for each in left}
    learned = weights([each for each in samples if each.text not in texts], sort)
    for each in left:
        weighed = learned.weigh(each.features)
        for name, answer in each.known.items():
            chances = weighed.chances(name)
            asked[name] += 1
            right[name] += bool(chances) and max(chances, key=chances.__getitem__) == answer


if __name__ == "__main__":
    main()
