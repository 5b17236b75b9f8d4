"""A door's life in numbers: households drawn from a cohort, enrolled, visited by their own and by strangers.

Every trial draws residents and strangers anew. A template is the mean of some photos of a person; each look is one
other photo against all templates of the household. Thresholds are those at which the drawn strangers come in at a
stated rate, so that recognisers can be compared whatever their distances mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.lab.cohort import Cohort
from pipeline.lab.errors import LabError, LabReason
from pipeline.visit_state import VisitRules

STRANGER_RATES = (0.01, 0.001)
DECISION_FMR = 1e-4
"""Of comparisons of a stranger with one template: what a door decides at."""
_LOOKS_A_RESIDENT = 3
_SEED = 2019

Float64Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plan:
    """``look_alikes``: a household is a person and those who are nearest to them."""

    residents: int
    samples: int
    strangers: int
    trials: int
    look_alikes: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Looks of one kind over all trials: ``apart`` [n, residents] plain L2, infinite without a face or a template.

    ``own`` is the place of the visitor's own template, -1 when there is none.
    """

    apart: Float64Array
    own: Ints

    @property
    def nearest(self) -> Float64Array:
        return np.asarray(self.apart.min(axis=1), np.float64)

    @property
    def names_own(self) -> npt.NDArray[np.bool_]:
        """Whether the nearest template is the visitor's own; never without a face."""
        return np.asarray((self.apart.argmin(axis=1) == self.own) & np.isfinite(self.nearest), np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Looks of residents, of strangers, and of members of the household in whose absence the others are enrolled."""

    own: Looks
    strangers: Looks
    left_out: Looks


class Households:
    """Draws households from ``cohort``. LabError when it has too few people for ``plan``."""

    def __init__(self, cohort: Cohort, plan: Plan) -> None:
        self._cohort, self._plan = cohort, plan
        self._random = np.random.default_rng(_SEED)
        self._rows: dict[int, Ints] = {}
        codes = cohort.codes()
        for code in range(int(codes.max()) + 1):
            self._rows[code] = np.flatnonzero(codes == code)
        seen = {code: rows[cohort.has_face[rows]] for code, rows in self._rows.items()}
        self._with_face = {code: rows for code, rows in seen.items() if len(rows)}
        self._eligible = [
            code
            for code, rows in self._with_face.items()
            if len(rows) >= plan.samples and len(self._rows[code]) > plan.samples
        ]
        self._need(LabReason.LAB_TOO_FEW_RESIDENTS, len(self._eligible), plan.residents)
        self._need(LabReason.LAB_TOO_FEW_STRANGERS, len(self._with_face) - plan.residents, plan.strangers)
        self._means = self._unit(np.stack([self._mean(self._with_face[code]) for code in self._eligible]))

    def run(self) -> Trials:
        """All trials, the same for the same cohort and plan."""
        own, strangers, left_out = [], [], []
        for _trial in range(self._plan.trials):
            household = self._household()
            enrolled = [self._random.permutation(self._with_face[code])[: self._plan.samples] for code in household]
            templates = self._unit(np.stack([self._mean(rows) for rows in enrolled]))
            looks = self._looks(household, enrolled, templates)
            own.append(looks)
            if self._plan.look_alikes:
                left_out.append(_without_own(looks))
            strangers.append(self._strangers(household, templates))
        return Trials(_joined(own), _joined(strangers), _joined(left_out))

    def _household(self) -> Sequence[int]:
        if not self._plan.look_alikes:
            return [int(code) for code in self._random.choice(self._eligible, self._plan.residents, replace=False)]
        first = int(self._random.integers(len(self._eligible)))
        alike = np.argsort(-(self._means @ self._means[first]), kind="stable")
        family = [first, *(int(place) for place in alike if place != first)][: self._plan.residents]
        return [self._eligible[place] for place in family]

    def _looks(self, household: Sequence[int], enrolled: Sequence[Ints], templates: Float64Array) -> Looks:
        rows, own = [], []
        for place, (code, samples) in enumerate(zip(household, enrolled, strict=True)):
            others = self._random.permutation(np.setdiff1d(self._rows[code], samples))[:_LOOKS_A_RESIDENT]
            rows.append(others)
            own.append(np.full(len(others), place, np.int64))
        return Looks(self._apart(np.concatenate(rows), templates), np.concatenate(own))

    def _strangers(self, household: Sequence[int], templates: Float64Array) -> Looks:
        people = np.array([code for code in self._with_face if code not in set(household)])
        chosen = self._random.choice(people, self._plan.strangers, replace=False)
        rows = np.array([self._random.choice(self._with_face[int(code)]) for code in chosen])
        return Looks(self._apart(rows, templates), np.full(len(rows), -1, np.int64))

    def _apart(self, rows: Ints, templates: Float64Array) -> Float64Array:
        cosines = self._cohort.vectors[rows].astype(np.float64) @ templates.T
        apart = np.sqrt(np.maximum(2 - 2 * cosines, 0))
        apart[~self._cohort.has_face[rows]] = np.inf
        return np.asarray(apart, np.float64)

    def _mean(self, rows: Ints) -> Float64Array:
        return np.asarray(self._cohort.vectors[rows].astype(np.float64).mean(axis=0), np.float64)

    @staticmethod
    def _unit(vectors: Float64Array) -> Float64Array:
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float64)

    def _need(self, code: LabReason, there: int, needed: int) -> None:
        if there < needed:
            raise LabError(code, people=max(0, there), needed=needed, samples=self._plan.samples)


def _without_own(looks: Looks) -> Looks:
    """The same looks if the visitor were the one who is not enrolled."""
    apart = looks.apart.copy()
    apart[np.arange(len(apart)), looks.own] = np.inf
    return Looks(apart, np.full(len(apart), -1, np.int64))


def _joined(looks: Sequence[Looks]) -> Looks:
    if not looks:
        return Looks(np.zeros((0, 1)), np.zeros(0, np.int64))
    return Looks(np.concatenate([each.apart for each in looks]), np.concatenate([each.own for each in looks]))


def figures(trials: Trials, plan: Plan) -> dict[str, object]:
    """The keys of ``munjigi-lab household``; None where the strangers are too few for a rate."""
    own, strangers = trials.own, trials.strangers
    decision_l2 = at_rate(np.sort(strangers.apart[np.isfinite(strangers.apart)]), DECISION_FMR)
    found: dict[str, object] = {
        "own_accepted": {f"{rate:g}": _accepted(own, strangers, rate) for rate in STRANGER_RATES},
        "threshold_l2": {f"{rate:g}": at_rate(np.sort(strangers.nearest), rate) for rate in STRANGER_RATES},
        "rank1": float(own.names_own.mean()),
        **_decided(own, decision_l2),
        "looks": len(own.own),
        "stranger_looks": len(strangers.own),
    }
    if plan.look_alikes:
        found |= _look_alikes(trials.left_out, decision_l2)
    return found


def at_rate(ascending: Float64Array, rate: float) -> float | None:
    """The largest distance with at most that share at it or nearer; None when that is not a single one."""
    count = int(rate * len(ascending) + 1e-9)
    return float(ascending[count - 1]) if count else None


def _accepted(own: Looks, strangers: Looks, rate: float) -> float | None:
    threshold = at_rate(np.sort(strangers.nearest), rate)
    return None if threshold is None else float((own.names_own & (own.nearest <= threshold)).mean())


def _decided(own: Looks, threshold: float | None) -> dict[str, object]:
    if threshold is None:
        return {"wrong_name": None, "uncertain": None, "decision": None}
    uncertain = too_alike(own.apart, threshold)
    named = (own.nearest <= threshold) & ~uncertain
    return {
        "wrong_name": float((named & ~own.names_own).mean()),
        "uncertain": float(uncertain.mean()),
        "decision": {
            "fmr": DECISION_FMR,
            "threshold_l2": threshold,
            "own_accepted": float((named & own.names_own).mean()),
            "wrong_name_without_margin": float(((own.nearest <= threshold) & ~own.names_own).mean()),
        },
    }


def _look_alikes(left_out: Looks, threshold: float | None) -> dict[str, object]:
    if threshold is None:
        return {"unenrolled_look_alike_accepted": None}
    uncertain = too_alike(left_out.apart, threshold)
    near = left_out.nearest <= threshold
    return {
        "unenrolled_look_alike_accepted": float((near & ~uncertain).mean()),
        "unenrolled_look_alike_uncertain": float(uncertain.mean()),
        "unenrolled_look_alike_accepted_without_margin": float(near.mean()),
    }


def too_alike(apart: Float64Array, threshold: float) -> npt.NDArray[np.bool_]:
    """The margin rule of a visit (pipeline.visit_judgement): the two nearest are both near enough, and too close."""
    if apart.shape[1] < 2:
        return np.zeros(len(apart), np.bool_)
    two = np.sort(apart, axis=1)[:, :2]
    margin = np.subtract(two[:, 1], two[:, 0], where=np.isfinite(two[:, 1]), out=np.full(len(two), np.inf))
    return np.asarray((two[:, 1] <= threshold) & (margin < VisitRules().margin_share * threshold), np.bool_)
