"""How much each feature of a text speaks for each answer to a question, as learned from read mails.

A multinomial logistic regression: an answer's score is its bias and the weights of the text's features, divided by the
root of their number and ``FEW``; its chance is the exponential of that, shared out. Where one of several pieces of a
text is sought, each has a score, and they share one chance among them (a conditional logit). Pure; the numbers are a
file's.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from math import exp, sqrt
from typing import Any

from noticed.core.values import Value

FEW = 20
"""Features of a text so short that it tells half of what a long one does."""
_ZERO = 128
"""Weights are octets: 128 is none."""


class Question(Value):
    """What is asked of a text, and where in a row of weights its answers stand."""

    name: str
    answers: tuple[str, ...]
    biases: tuple[float, ...]
    first: int
    """Number of its first column."""
    scale: float
    """What one step of a weight is worth."""


class Weights(Value):
    """What was learned of one language, of one sort of text."""

    questions: Mapping[str, Question]
    rows: Mapping[str, bytes]
    """Feature → its weight for each answer of each question."""
    few: int = 0
    """Features that are known of a short mail: of three in four more are."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def weigh(self, features: Collection[str]) -> "Weighed":
        """What speaks for which answer in a text with these ``features``."""
        rows = [self.rows[feature] for feature in self.rows.keys() & features]
        return Weighed(weights=self, count=len(rows), sums=tuple(map(sum, zip(*rows, strict=True))))


class Weighed(Value):
    """The features of one text, summed up."""

    weights: Weights
    count: int
    """Known features."""
    sums: tuple[int, ...]

    @property
    def is_short(self) -> bool:
        """Whether less is known of it than of most mails."""
        return self.count < self.weights.few

    def scores(self, name: str) -> dict[str, float]:
        """Answer → how much speaks for it; empty where nothing was learned or nothing is known."""
        question = self.weights.questions.get(name)
        if question is None or not self.count:
            return {}
        sums, step = self._sums(question), question.scale / sqrt(self.count + FEW)
        each = zip(question.answers, question.biases, sums, strict=True)
        return {answer: bias + (own - _ZERO * self.count) * step for answer, bias, own in each}

    def chances(self, name: str) -> dict[str, float]:
        """Answer → its chance, 0 to 1, all together 1; empty where nothing was learned or nothing is known."""
        return shared(self.scores(name))

    def speaks(self, name: str, answer: str) -> float:
        """How much all its features together say for an answer, more than for others: the longer, the more; 0 where
        nothing is known."""
        question = self.weights.questions.get(name)
        if question is None or not self.count or answer not in question.answers:
            return 0.0
        sums = list(self._sums(question))
        return (sums[question.answers.index(answer)] - sum(sums) / len(sums)) * question.scale

    def _sums(self, question: Question) -> Iterator[int]:
        return islice(self.sums, question.first, question.first + len(question.answers))


def shared(scores: Mapping[str, float]) -> dict[str, float]:
    """What each is worth of all, by their exponentials: 0 to 1, all together 1."""
    most = max(scores.values(), default=0.0)
    shares = {each: exp(score - most) for each, score in scores.items()}
    whole = sum(shares.values())
    return {each: share / whole for each, share in shares.items()}


NOTHING = Weights(questions={}, rows={})
"""Of a language of which nothing was learned."""


def parse_weights(table: Mapping[str, Any]) -> dict[str, Weights]:
    """Sort of text → its weights, from the table of a file as ``python -m tests.learn`` writes it.

    ``[SORT]`` has ``few``, and ``rows``: a feature a line, a tab, its weights as hexadecimal digits;
    ``[SORT.questions.NAME]`` the worth of a step, and the answers with their biases, in the order of the columns.
    Raises ValueError where not.
    """
    return {sort: _of_sort(sort, given) for sort, given in table.items()}


def _of_sort(sort: str, given: Mapping[str, Any]) -> Weights:
    try:
        questions, first = {}, 0
        for name, asked in given["questions"].items():
            answers, biases = tuple(asked["answers"]), tuple(map(float, asked["answers"].values()))
            scale = float(asked["scale"])
            questions[name] = Question(name=name, answers=answers, biases=biases, first=first, scale=scale)
            first += len(answers)
        lines = (line.split("\t") for line in given["rows"].splitlines())
        rows = {feature: bytes.fromhex(weights) for feature, weights in lines}
        few = int(given.get("few", 0))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{sort}: {error}") from None
    if any(len(row) != first for row in rows.values()):
        raise ValueError(f"{sort}: each feature has to have {first} weights")
    return Weights(questions=questions, rows=rows, few=few)
