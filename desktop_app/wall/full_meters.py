"""How good a face's picture is, as meters: the value, the need, and whether it is met; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.types import Quality

NEED_SHARE: Final = 0.4
"""Where the post of a need stands on every meter that has no natural end, so that the eye learns it."""
_BRIGHTEST: Final = 255.0
_WIDEST_EYES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Meter:
    """``share`` and ``posts`` are parts of the width, 0..1; ``decimals`` and ``unit`` say how ``value`` is written.

    ``needs_met`` None: nothing is asked of it at a door.
    """

    code: str
    value: float
    unit: str
    decimals: int
    share: float
    posts: tuple[float, ...]
    needs_met: bool | None


def meters_of(quality: Quality) -> tuple[Meter, ...]:
    """The gates of ``pipeline.quality``, in its order; openness of the eyes if it was measured."""
    from pipeline import quality as gates  # OpenCV comes with it: not before the first picture

    light_posts = (gates.BRIGHTNESS_NEEDED / _BRIGHTEST, gates.BRIGHTNESS_LIMIT / _BRIGHTEST)
    lit = gates.BRIGHTNESS_NEEDED <= quality.brightness <= gates.BRIGHTNESS_LIMIT
    turn_deg = abs(quality.pose.yaw_deg)
    meters = [
        _at_least("full_size", quality.face_px, gates.FACE_FLOOR_PX, "px"),
        _at_least("full_sharpness", quality.sharpness, gates.SHARPNESS_NEEDED),
        Meter("full_light", quality.brightness, "", 0, _share(quality.brightness / _BRIGHTEST), light_posts, lit),
        _at_least("full_contrast", quality.contrast, gates.CONTRAST_NEEDED),
        _at_most("full_turn", turn_deg, gates.YAW_LIMIT_DEG, "°"),
    ]
    if quality.eye_openness is not None:
        eyes = quality.eye_openness
        meters.append(Meter("full_eyes", eyes, "", 2, _share(eyes / _WIDEST_EYES), (), None))
    return tuple(meters)


def _at_least(code: str, value: float, need: float, unit: str = "") -> Meter:
    """Linear up to the need; beyond it ever slower, so that plenty never leaves the meter."""
    share = NEED_SHARE * value / need if value < need else 1 - (1 - NEED_SHARE) * need / value
    return Meter(code, value, unit, 0, _share(share), (NEED_SHARE,), value >= need)


def _at_most(code: str, value: float, limit: float, unit: str) -> Meter:
    """Linear; the limit stands at the far side."""
    return Meter(code, value, unit, 0, _share((1 - NEED_SHARE) * value / limit), (1 - NEED_SHARE,), value <= limit)


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))
