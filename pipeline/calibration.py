"""From a false match rate to a distance and back, and from samples to a template."""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from pipeline.gallery import mean_embedding
from pipeline.types import DistanceUnit, Embedding, PersonId, Template, TemplateSpace, Threshold

# One stranger in ten thousand matches one enrolled person: for a household of five a visit of a stranger ends with a
# wrong name once in 2,000, which ISO 19795-1 data of LFW's size can still measure (rule of three: 30,000 pairs).
DEFAULT_FALSE_MATCH_RATE = 1e-4


@dataclass(frozen=True, slots=True)
class Quantile:
    """The share ``false_match_rate`` of impostor pairs that lies at ``distance`` or nearer."""

    false_match_rate: float
    distance: float


@dataclass(frozen=True, slots=True)
class FmrScale:
    """Impostor quantiles of one recogniser, read as a straight line between neighbours in log10(false match rate).

    Beyond the first and the last quantile the end pieces are continued; a distance is never below 0, a rate never
    above 1. What lies beyond the ends is a continuation, not a measurement: it may order attempts, not be promised.
    """

    quantiles: tuple[Quantile, ...]
    unit: DistanceUnit
    source: str

    def __post_init__(self) -> None:
        if len(self.quantiles) < 2:
            raise ValueError("a scale needs two quantiles")
        if not all(0.0 < each.false_match_rate < 1.0 and each.distance > 0.0 for each in self.quantiles):
            raise ValueError("rates lie between 0 and 1, distances above 0")
        for one, other in pairwise(self.quantiles):
            if one.false_match_rate >= other.false_match_rate or one.distance >= other.distance:
                raise ValueError("quantiles must rise, in rate and in distance")

    def threshold(self, false_match_rate: float) -> Threshold:
        """The largest distance that may count as a match at ``false_match_rate`` (0 < rate < 1, else ValueError)."""
        if not 0.0 < false_match_rate < 1.0:
            raise ValueError(f"a false match rate lies between 0 and 1, not {false_match_rate}")
        logs = [math.log10(each.false_match_rate) for each in self.quantiles]
        distances = [each.distance for each in self.quantiles]
        distance = max(0.0, _on_line(logs, distances, math.log10(false_match_rate)))
        return Threshold(distance, self.unit, false_match_rate, self.source)

    def of_means(self, factor: float, measured: str) -> FmrScale:
        """The scale for averaged embeddings, when ``factor`` times as many impostors come within each distance.

        ``measured`` says on what; it is added to the source.
        """
        quantiles = tuple(Quantile(each.false_match_rate * factor, each.distance) for each in self.quantiles)
        return FmrScale(quantiles, self.unit, f"{self.source}; {measured}")

    def false_match_rate(self, distance: float) -> float:
        """The inverse: which share of impostor pairs is at ``distance`` or nearer (at most 1)."""
        logs = [math.log10(each.false_match_rate) for each in self.quantiles]
        distances = [each.distance for each in self.quantiles]
        return float(10.0 ** min(0.0, _on_line(distances, logs, distance)))


def _on_line(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """``x`` on the broken line through the points, its end pieces continued."""
    right = min(max(bisect.bisect_left(xs, x), 1), len(xs) - 1)
    slope = (ys[right] - ys[right - 1]) / (xs[right] - xs[right - 1])
    return ys[right] + slope * (x - xs[right])


# At 1e-6 LFW's own label errors dominate, so that quantile is stricter than the truth: on the safe side, as is all
# that is continued below it.
SFACE_SCALE = FmrScale(
    quantiles=(Quantile(1e-6, 0.896), Quantile(1e-5, 1.006), Quantile(1e-4, 1.072), Quantile(1e-3, 1.128)),
    unit="l2",
    source="impostor quantiles of all pairs of 13,233 LFW photos, one photo against one, November 2026",
)

# Means lie nearer to everybody, strangers too: on 2,148 LFW photos of 1,062 people 1.7 times as many impostors come
# within the distance of 1e-4 of a template of five photos as of one photo, and 4.8 times as many when the probe, too,
# is a mean of five different photos. The looks of one visit are far more alike than those, so a visit lies between the
# two: decisions take the worse figure.
SFACE_MEANS_SCALE = SFACE_SCALE.of_means(
    4.8, "means have 4.8 times as many impostors within a distance, measured on 2,148 of them"
)

_LFW_DEV = (
    "impostor quantiles of 2,295,416 pairs of 2,145 LFW photos of 1,059 people, Haar boxes, one photo against one"
)

# Printed by ``munjigi-lab evaluate --preset classic --quantiles --at 0.6 0.7``, with the weights whose values have the
# hash ce1a23a6 (five recovered kernels: an embedding lies .006 from the published weights', where strangers lie 1.2).
OPENFACE_SCALE = FmrScale(
    quantiles=(
        Quantile(1e-5, 0.458),
        Quantile(1e-4, 0.566),
        Quantile(1e-3, 0.686),
        Quantile(1e-2, 0.843),
        Quantile(1e-1, 1.076),
    ),
    unit="l2",
    source=f"{_LFW_DEV}, November 2026",
)
# The same with ``--recogniser openface --alignment program-2019``: strangers lie nearer, and so must a match.
OPENFACE_2019_SCALE = FmrScale(
    quantiles=(
        Quantile(1e-5, 0.371),
        Quantile(1e-4, 0.448),
        Quantile(1e-3, 0.548),
        Quantile(1e-2, 0.686),
        Quantile(1e-1, 0.898),
    ),
    unit="l2",
    source=f"{_LFW_DEV}, November 2026",
)

# By alignment, for averaged embeddings: the worst factor that the same command printed between 1e-4 and 1e-1, over
# draws of five photos of each of 97 people (1.6-2.8 and 2.4-6.4).
OPENFACE_MEANS_SCALES: Mapping[str, FmrScale] = MappingProxyType(
    {
        "nose-centred": OPENFACE_SCALE.of_means(
            2.8, "means have up to 2.8 times as many impostors within a distance, measured on 97 of the people"
        ),
        "program-2019": OPENFACE_2019_SCALE.of_means(
            6.4, "means have up to 6.4 times as many impostors within a distance, measured on 97 of the people"
        ),
    }
)


# Printed by ``munjigi-lab evaluate --recogniser resnet --quantiles``: 2,301,854 pairs, YuNet's boxes.
RESNET_SCALE = FmrScale(
    quantiles=(
        Quantile(1e-5, 0.307),
        Quantile(1e-4, 0.341),
        Quantile(1e-3, 0.384),
        Quantile(1e-2, 0.432),
        Quantile(1e-1, 0.496),
    ),
    unit="l2",
    source=(
        "impostor quantiles of 2,301,854 pairs of 2,148 LFW photos of 1,062 people, YuNet boxes, one photo against "
        "one, November 2026"
    ),
)
# The same command's means of five photos against means of five: here no one factor fits, it grows from 4 to 71 where
# thresholds are strict. So means have quantiles of their own; below 7e-4 they are a continuation.
RESNET_MEANS_SCALE = FmrScale(
    quantiles=(Quantile(7.1e-4, 0.307), Quantile(3.6e-3, 0.341), Quantile(2.5e-2, 0.384), Quantile(1.1e-1, 0.432)),
    unit="l2",
    source="impostor quantiles of means of five photos of each of 97 people of LFW, YuNet boxes, November 2026",
)

_SINGLE_PHOTO_SCALES: Mapping[tuple[str, str], FmrScale] = MappingProxyType(
    {
        ("sface-2021dec", "five-point-112"): SFACE_SCALE,
        ("openface-nn4.small2.v1", "nose-centred"): OPENFACE_SCALE,
        ("openface-nn4.small2.v1", "program-2019"): OPENFACE_2019_SCALE,
        ("dlib-resnet-v1", "dlib-chip-150"): RESNET_SCALE,
    }
)


def single_photo_scale(space: TemplateSpace) -> FmrScale:
    """The shipped scale for one photo against one; KeyError for a space that none was measured for."""
    return _SINGLE_PHOTO_SCALES[space.network, space.alignment]


@dataclass(frozen=True, slots=True)
class FixedThreshold:
    """A distance that somebody chose, with what it was measured to do to single photos."""

    distance_l2: float
    false_match_rate: float
    false_non_match_rate: float


# The post of 2019 says "0.6 to 0.7", plain L2 between unit embeddings. With the nose centred, 4,024 genuine pairs and
# the impostor pairs of OPENFACE_SCALE say what that means; OpenFace's own 0.99 is squared L2, thus .995 here.
POST_2019_STRICT = FixedThreshold(0.6, false_match_rate=2.0e-4, false_non_match_rate=0.708)
POST_2019_LOOSE = FixedThreshold(0.7, false_match_rate=1.27e-3, false_non_match_rate=0.481)


def mean_template(person_id: PersonId, embeddings: Sequence[Embedding]) -> Template:
    """The template of ``embeddings``: their mean at unit length.

    Raises ``InvalidEmbeddingError`` (none at all, not finite, not unit, of different lengths, cancelling out) or
    ``TemplateSpaceMismatchError``.
    """
    return Template(person_id, mean_embedding(embeddings), len(embeddings))
