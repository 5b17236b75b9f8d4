"""Where a head points, and which direction is wanted next: pure, in degrees of ``HeadPose``.

Turns are counted from how this person looks straight ahead: the angles of the 68 points are off by some degrees for
one face or another (on LFW, where nearly everybody looks ahead, the pitch spreads by 10 degrees).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Sequence

from offload_server.household.guided.states import Direction
from pipeline.quality import PITCH_LIMIT_DEG, YAW_LIMIT_DEG
from pipeline.types import HeadPose

RING = (Direction.FRONT, Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)
"""In the order in which they are asked for."""
STILL = (Direction.FRONT,)
"""What is asked of someone who cannot turn their head."""

TURNED_DEG = 15.0
TURNED_FAR_DEG = 30.0
FRONT_DEG = 10.0
"""Off how the person looks straight ahead; a door needs no better."""
_UNKNOWN_YAW_DEG = 12.0
_UNKNOWN_PITCH_DEG = 18.0
"""Before it is known how the person looks straight ahead: 95 % of LFW's pitches are within 20, of the yaws of those
who look into the lens within 12."""
_ASIDE_DEG = 15.0
"""How far a turn may lean towards another direction."""
_NARROWEST_DEG = 8.0
_KEEP_OFF_DEG = 2.0
"""From where the quality's limits refuse a face."""
STRAIGHT = HeadPose(0.0, 0.0, 0.0)


def neutral_pose(front: Sequence[HeadPose]) -> HeadPose | None:
    """How a person looks straight ahead: the median of their front samples; None without one."""
    if not front:
        return None
    return HeadPose(
        statistics.median(pose.yaw_deg for pose in front), statistics.median(pose.pitch_deg for pose in front), 0.0
    )


def turn_deg(direction: Direction, pose: HeadPose, neutral: HeadPose | None) -> float:
    """How far the head is turned towards ``direction``; for FRONT and ARRIVAL how far it is off straight ahead."""
    yaw, pitch = _turned(pose, neutral)
    return {
        Direction.LEFT: yaw,
        Direction.RIGHT: -yaw,
        Direction.UP: pitch,
        Direction.DOWN: -pitch,
    }.get(direction, math.hypot(yaw, pitch))


def span_deg(direction: Direction, neutral: HeadPose | None) -> tuple[float, float]:
    """From which turn to which a face belongs to ``direction``.

    Nearer than 15-30 degrees where a further turn would be past what can be judged: a camera far above the eyes sees a
    face that looks up already tilted.
    """
    if direction in {Direction.FRONT, Direction.ARRIVAL}:
        return 0.0, FRONT_DEG
    limit = PITCH_LIMIT_DEG if direction in {Direction.UP, Direction.DOWN} else YAW_LIMIT_DEG
    begun = turn_deg(direction, neutral or STRAIGHT, None)
    farthest = max(_NARROWEST_DEG * 2, min(TURNED_FAR_DEG, limit - _KEEP_OFF_DEG - begun))
    return min(TURNED_DEG, farthest - _NARROWEST_DEG), farthest


def fits(direction: Direction, pose: HeadPose, neutral: HeadPose | None) -> bool:
    """Whether a head at ``pose`` fills ``direction``."""
    yaw, pitch = _turned(pose, neutral)
    if direction in {Direction.FRONT, Direction.ARRIVAL}:
        if neutral is None or direction is Direction.ARRIVAL:
            return abs(yaw) <= _UNKNOWN_YAW_DEG and abs(pitch) <= _UNKNOWN_PITCH_DEG
        return math.hypot(yaw, pitch) <= FRONT_DEG
    nearest, farthest = span_deg(direction, neutral)
    turned = turn_deg(direction, pose, neutral)
    aside = abs(yaw if direction in {Direction.UP, Direction.DOWN} else pitch)
    return nearest <= turned <= farthest and aside <= min(_ASIDE_DEG, turned)


def pointed_at(pose: HeadPose, neutral: HeadPose | None, among: Collection[Direction]) -> Direction | None:
    """Which of ``among`` a head at ``pose`` fills; None between them."""
    return next((each for each in Direction if each in among and fits(each, pose, neutral)), None)


def nearest_direction(pose: HeadPose, neutral: HeadPose | None) -> Direction:
    """For a photo, where nobody is led: the direction of the ring that comes nearest."""
    yaw, pitch = _turned(pose, neutral)
    if math.hypot(yaw, pitch) < (FRONT_DEG + TURNED_DEG) / 2:
        return Direction.FRONT
    if abs(yaw) >= abs(pitch):
        return Direction.LEFT if yaw > 0 else Direction.RIGHT
    return Direction.UP if pitch > 0 else Direction.DOWN


def from_straight_ahead(pose: HeadPose, neutral: HeadPose | None) -> HeadPose:
    """``pose`` counted from how the person looks straight ahead."""
    yaw, pitch = _turned(pose, neutral)
    return HeadPose(yaw, pitch, pose.roll_deg)


def _turned(pose: HeadPose, neutral: HeadPose | None) -> tuple[float, float]:
    """Yaw and pitch from how the person looks straight ahead."""
    from_here = neutral or STRAIGHT
    return pose.yaw_deg - from_here.yaw_deg, pose.pitch_deg - from_here.pitch_deg
