"""Weights of a choice: of the pieces of a mail one is the right one, by the exponentials of their scores."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

_FIT = 100.0
"""How closely the samples are followed; chosen on mails kept apart."""
_ROUNDS = 400


class Choice:
    """A conditional logit, in the form that the library gives its models."""

    def __init__(self, coefficients: np.ndarray, answer: str) -> None:
        self.coef_ = coefficients[np.newaxis]
        self.intercept_ = np.zeros(1)
        self.classes_ = np.array([answer])


def choice(seen: csr_matrix, answers: Sequence[str], right: str, groups: Sequence[int]) -> Choice:
    """Fitted to pieces in the order of their mails, ``groups``; those whose answer is ``right`` are, at least one of
    each mail."""
    group = np.asarray(groups)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    place = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(group)]))
    is_right = np.array([answer == right for answer in answers], dtype=float)
    wanted = is_right / np.add.reduceat(is_right, starts)[place]
    turned = seen.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = seen @ weights
        scores -= np.maximum.reduceat(scores, starts)[place]
        whole = np.add.reduceat(np.exp(scores), starts)[place]
        lost = float((wanted * (np.log(whole) - scores)).sum()) + float(weights @ weights) / (2 * _FIT)
        return lost, turned @ (np.exp(scores) / whole - wanted) + weights / _FIT

    found = minimize(loss, np.zeros(seen.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return Choice(found.x, right)
