"""Bounds by drawing people anew: photos of one person depend on each other, so people are the sample, not pairs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

DRAWS = 200
_PERCENTILES = (2.5, 97.5)
_SEED = 2019

Weights = npt.NDArray[np.int64]


def bounds(people: int, figure: Callable[[Weights], float]) -> tuple[float, float]:
    """The 95 % bounds of ``figure``, which is given how often each of ``people`` was drawn (subject bootstrap: Efron's
    percentiles over ``DRAWS`` draws). A draw that gives no figure says NaN and is left out.
    """
    found = [figure(weights) for weights in draws(people)]
    known = [each for each in found if not np.isnan(each)]
    if not known:
        return float("nan"), float("nan")
    low, high = np.percentile(known, _PERCENTILES)
    return float(low), float(high)


def draws(people: int) -> npt.NDArray[np.int64]:
    """[DRAWS, people]: how often each person is in a draw; the same for the same number of people."""
    random = np.random.default_rng(_SEED)
    return np.asarray(random.multinomial(people, np.full(people, 1 / people), DRAWS), np.int64)


def at_most(high: float, comparisons: int) -> float:
    """The upper bound of a rate: never below the rule of three (0 errors in n comparisons may be 3/n).

    ``comparisons`` are those of different people, each counted once however often it was drawn.
    """
    return min(1.0, max(high, 3 / comparisons))
