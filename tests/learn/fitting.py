"""Weights from samples: a logistic regression for each question, of the features that tell most.

Needs scikit-learn, which nothing else of the project does: ``pip install 'scikit-learn>=1.5,<2'``.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from tests.learn.choosing import Choice, choice

from noticed.core.learned.questions import YES, Ask, Sort
from noticed.core.learned.weights import FEW, Question, Weights

QUESTIONS = {
    Sort.NOTICES: (Ask.KIND, Ask.ACTION, Ask.REASON, Ask.ENDS),
    Sort.ANSWERS: (Ask.KIND,),
    Sort.NAMES: (Ask.OWNER,),
    Sort.NUMBERS: (Ask.NUMBER,),
    Sort.ADDRESSES: (Ask.THEIRS,),
    Sort.DEADLINES: (Ask.DEADLINE,),
    Sort.RIGHTS: (Ask.RIGHT,),
}
"""Sort → what is asked of it."""
TELLING = {
    Sort.NOTICES: 2_500,
    Sort.ANSWERS: 2_500,
    Sort.NAMES: 8_000,
    Sort.NUMBERS: 4_000,
    Sort.ADDRESSES: 4_000,
    Sort.DEADLINES: 4_000,
    Sort.RIGHTS: 10_000,
}
"""Features kept for a question."""
_UNEVEN = frozenset({Ask.NUMBER, Ask.THEIRS})
"""Of which the samples have as many of each answer as mails do."""
_CHOSEN = frozenset({Ask.OWNER, Ask.DEADLINE, Ask.RIGHT})
"""To which one of the samples of a mail is the answer."""
_SEEN = 2
"""Samples that a feature stands in, at least."""
_FIT = 30.0
"""How closely the samples are followed; chosen on samples kept apart."""
_ROW = 1.0
"""What a row of the tests counts for: it is short, and was written because it is easily misread."""
_ROUNDS, _NEAR = 2_000, 1e-5
"""Rounds of fitting, at most, and how near to the best the last one has to come."""
_STEPS = 127
_SHORT = 0.25
"""Share of mails that are short."""


class Known(Protocol):
    """Something with features, and what is known of it: question → answer."""

    @property
    def features(self) -> frozenset[str]: ...
    @property
    def known(self) -> Mapping[str, str]: ...
    @property
    def is_row(self) -> bool: ...
    @property
    def is_mail(self) -> bool: ...
    @property
    def group(self) -> int: ...


def weights(samples: Sequence[Known], sort: Sort) -> Weights:
    """What the samples of one sort tell, of one language or of all."""
    questions, telling = QUESTIONS[sort], TELLING[sort]
    count = CountVectorizer(analyzer=attrgetter("features"), min_df=_SEEN, binary=True, lowercase=False)
    seen = count.fit_transform(samples).astype(float)
    known = {name: np.array([n for n, sample in enumerate(samples) if name in sample.known]) for name in questions}
    answers = {name: [samples[n].known[name] for n in places] for name, places in known.items()}
    weight = np.array([_ROW if sample.is_row else 1.0 for sample in samples])
    asked = [name for name in questions if len(set(answers[name])) > 1]
    groups = {name: [samples[n].group for n in places] for name, places in known.items()}
    kept: set[int] = set()
    for name in asked:
        model = _fitted(name, seen[known[name]], answers[name], weight[known[name]], groups[name])
        kept |= set(np.argsort(-np.abs(model.coef_).max(axis=0))[:telling].tolist())
    columns = sorted(kept)
    fitted = {
        name: _fitted(name, seen[known[name]][:, columns], answers[name], weight[known[name]], groups[name])
        for name in asked
    }
    parts, found, first = [], {}, 0
    for name, model in fitted.items():
        own, bias = _both(model)
        scale = float(np.abs(own).max()) / _STEPS
        parts.append(np.round(own / scale).astype(int) + _STEPS + 1)
        labels = tuple(map(str, model.classes_))
        biases = tuple(round(float(each), 4) for each in bias)
        found[name] = Question(name=name, answers=labels, biases=biases, first=first, scale=round(scale, 7))
        first += len(labels)
    rows = np.concatenate(parts).T.astype(np.uint8)
    names = count.get_feature_names_out()[columns]
    mails = [n for n, sample in enumerate(samples) if sample.is_mail]
    few = int(np.quantile(np.asarray(seen[mails][:, columns].sum(axis=1)), _SHORT)) if mails else 0
    by_name = {str(name): row.tobytes() for name, row in zip(names, rows, strict=True)}
    return Weights(questions={str(name): each for name, each in found.items()}, rows=by_name, few=few)


def _fitted(
    name: str, seen: csr_matrix, answers: Sequence[str], weight: np.ndarray, groups: Sequence[int]
) -> LogisticRegression | Choice:
    known = np.asarray(seen.sum(axis=1)).ravel()
    scaled = csr_matrix(diags_array(1 / np.sqrt(known + FEW)) @ seen)
    if name in _CHOSEN:
        return choice(scaled, answers, YES, groups)
    even = None if name in _UNEVEN else "balanced"
    return LogisticRegression(C=_FIT, max_iter=_ROUNDS, tol=_NEAR, class_weight=even).fit(scaled, answers, weight)


def _both(model: LogisticRegression | Choice) -> tuple[np.ndarray, np.ndarray]:
    """The weights of every answer: of two the library keeps those of the second alone."""
    if len(model.classes_) != 2:
        return model.coef_, model.intercept_
    return np.concatenate([-model.coef_, model.coef_]) / 2, np.concatenate([-model.intercept_, model.intercept_]) / 2


def written(found: Mapping[Sort, Weights]) -> str:
    """A file: sort → weights."""
    parts = ["# Learned by `python -m tests.learn`, not written by hand."]
    for sort, each in found.items():
        rows = "\n".join(f"{feature}\t{row.hex()}" for feature, row in sorted(each.rows.items()))
        parts.append(f"[{sort}]\nfew = {each.few}\nrows = '''\n{rows}\n'''")
        for name, asked in each.questions.items():
            answers = ", ".join(f"{a} = {b}" for a, b in zip(asked.answers, asked.biases, strict=True))
            parts.append(f"[{sort}.questions.{name}]\nscale = {asked.scale}\nanswers = {{ {answers} }}")
    return "\n\n".join(parts) + "\n"
