"""How strict a household may be, as false match rates; the classic preset offers the distances of 2019 too. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pipeline.alignment import NOSE_CENTRED
from pipeline.calibration import OPENFACE_MEANS_SCALES, POST_2019_LOOSE, POST_2019_STRICT

RATES: Final = (1e-5, 1e-4, 1e-3)


@dataclass(frozen=True, slots=True)
class Strictness:
    """One choice; ``post_2019_l2`` is the plain L2 distance that the post of 2019 gave, for those that are its own."""

    false_match_rate: float
    post_2019_l2: float | None = None

    @property
    def strangers(self) -> int:
        """One of so many is taken for somebody; two digits, as nobody measured more."""
        return int(float(f"{1 / self.false_match_rate:.2g}"))


def offered(preset: str, chosen: float) -> tuple[Strictness, ...]:
    """The choices of ``preset`` from strict to loose, with the rate in force among them."""
    choices = [Strictness(rate) for rate in RATES]
    if preset == "classic":
        scale = OPENFACE_MEANS_SCALES[NOSE_CENTRED]
        for each in (POST_2019_STRICT, POST_2019_LOOSE):
            rate = float(f"{scale.false_match_rate(each.distance_l2):.3g}")  # as a settings file would write it
            choices.append(Strictness(rate, each.distance_l2))
    if not any(is_same(each.false_match_rate, chosen) for each in choices):
        choices.append(Strictness(chosen))
    return tuple(sorted(choices, key=lambda each: each.false_match_rate))


def is_same(one: float, other: float) -> bool:
    """Rates come back from files."""
    return math.isclose(one, other, rel_tol=1e-6)
