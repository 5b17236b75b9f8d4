"""The single most useful sentence, and how long it stays: pure.

What stands in the way comes first: no face, several faces, too far or cut off, light, blur, eyes, a leaning head, and
only then the turn. A sentence stays for at least 1.5 s, and another one must have been the right one for 0.3 s before
it is shown: a blink says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from offload_server.household.guided.directions import fits, span_deg, turn_deg
from offload_server.household.guided.gates import Asked, eyes_reason
from offload_server.household.guided.reasons import GuidedReason as Say
from offload_server.household.guided.states import Direction
from pipeline.quality import FACE_AIMED_PX
from pipeline.reasons import PipelineReason
from pipeline.types import ObservedFace, Reason

STEADY_NS = 1_500_000_000
SURE_NS = 300_000_000
REFRESHED_NS = 500_000_000
"""How often the figures of the smaller line change."""
BACKLIT_LUMA = 90.0
"""Mean luma of the whole picture from which on a dark face means light behind it, not a dark room."""

_TURNS = {
    Direction.LEFT: Say.TURN_LEFT,
    Direction.RIGHT: Say.TURN_RIGHT,
    Direction.UP: Say.TURN_UP,
    Direction.DOWN: Say.TURN_DOWN,
}
_ARROWS = {code.value: direction for direction, code in _TURNS.items()}
_OPPOSITE = {
    Direction.LEFT: Direction.RIGHT,
    Direction.RIGHT: Direction.LEFT,
    Direction.UP: Direction.DOWN,
    Direction.DOWN: Direction.UP,
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence and the smaller line under it."""

    hint: Reason
    detail: Reason | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What a hint is chosen from. ``faces`` are those that count, largest first; ``missing`` is how many samples the
    wanted direction still lacks; ``picture_luma`` the mean of the whole picture, where it was measured.

    ``alike``: the newest frames were refused as too much like what is kept; ``rejected``: the admin said that this face
    is somebody else's; ``begun``: something is kept in the wanted direction; ``arriving``: time to put on glasses.
    """

    faces: tuple[ObservedFace, ...]
    asked: Asked
    person_name: str
    missing: int
    picture_luma: float | None = None
    alike: bool = False
    rejected: bool = False
    begun: bool = False
    arriving: bool = False
    without_movement: bool = False


@dataclass(frozen=True, slots=True)
class SteadyHint:
    """The hint that is shown (``shown``) and the one that may follow it."""

    shown: Hint | None = None
    since_ns: int = 0
    refreshed_ns: int = 0
    next_code: str | None = None
    next_since_ns: int = 0

    def step(self, best: Hint, now_ns: int) -> SteadyHint:
        """``best`` is the right hint at ``now_ns`` (monotonic; a clock that jumps back begins anew)."""
        if self.shown is None or now_ns < self.since_ns:
            return SteadyHint(best, now_ns, now_ns)
        if best.hint.code == self.shown.hint.code:
            return self._refreshed(best, now_ns)
        if self.next_code != best.hint.code:
            return replace(self, next_code=best.hint.code, next_since_ns=now_ns)
        if now_ns - self.since_ns < STEADY_NS or now_ns - self.next_since_ns < SURE_NS:
            return self
        return SteadyHint(best, now_ns, now_ns)

    def _refreshed(self, best: Hint, now_ns: int) -> SteadyHint:
        if now_ns - self.refreshed_ns < REFRESHED_NS:
            return replace(self, next_code=None)
        return replace(self, shown=best, refreshed_ns=now_ns, next_code=None)


def arrow_of(hint: Reason | None) -> Direction | None:
    """Which way the arrow beside a hint points (the subject's own left and right); None for a hint without one."""
    if hint is None:
        return None
    if hint.code == Say.TURN_BACK:
        return Direction(str(hint.figures()["direction"]))
    return _ARROWS.get(hint.code)


def choose_hint(sight: Sight) -> Hint:
    """The most useful thing to say now."""
    if not sight.faces:
        return Hint(Reason.of(Say.NO_FACE))
    if len(sight.faces) > 1:
        return Hint(Reason.of(Say.SEVERAL_FACES, faces=len(sight.faces), person=sight.person_name))
    if sight.rejected:
        return Hint(Reason.of(Say.SOMEONE_ELSE, person=sight.person_name))
    face = sight.faces[0]
    return _what_is_poor(face, sight) or _how_to_turn(face, sight)


def _what_is_poor(face: ObservedFace, sight: Sight) -> Hint | None:
    reasons = {reason.code: reason for reason in face.quality.reasons}
    for code, hint in _POOR.items():
        if code in reasons:
            return hint(reasons[code], sight)
    if (eyes := eyes_reason(face.quality, sight.asked)) is not None:
        return _figures(Say.EYES_CLOSED, Say.EYES_FIGURES)(eyes, sight)
    if PipelineReason.FACE_LEANING in reasons:
        return _figures(Say.LEANING, Say.LEANING_FIGURES)(reasons[PipelineReason.FACE_LEANING], sight)
    return None


def _figures(code: Say, detail: Say | None) -> Callable[[Reason, Sight], Hint]:
    """A hint with the figures of the reason for it."""

    def hint(reason: Reason, _: Sight) -> Hint:
        return Hint(Reason(code, reason.parameters), None if detail is None else Reason(detail, reason.parameters))

    return hint


def _too_dark(reason: Reason, sight: Sight) -> Hint:
    backlit = sight.picture_luma is not None and sight.picture_luma >= BACKLIT_LUMA
    return _figures(Say.BACKLIT if backlit else Say.TOO_DARK, Say.LIGHT_FIGURES)(reason, sight)


_POOR: dict[str, Callable[[Reason, Sight], Hint]] = {
    PipelineReason.FACE_TOO_SMALL: _figures(Say.TOO_FAR, Say.SIZE_FIGURES),
    PipelineReason.FACE_CUT_OFF: _figures(Say.CUT_OFF, None),
    PipelineReason.FACE_TOO_DARK: _too_dark,
    PipelineReason.FACE_TOO_BRIGHT: _figures(Say.TOO_BRIGHT, Say.BRIGHT_FIGURES),
    PipelineReason.FACE_LOW_CONTRAST: _figures(Say.LOW_CONTRAST, Say.CONTRAST_FIGURES),
    PipelineReason.FACE_BLURRED: _figures(Say.BLURRED, Say.SHARPNESS_FIGURES),
}
"""In the order of their weight."""


def _how_to_turn(face: ObservedFace, sight: Sight) -> Hint:
    wanted, pose, neutral = sight.asked.wanted, face.quality.pose, sight.asked.neutral
    if wanted is None:
        return Hint(Reason.of(Say.COMPLETE))
    if wanted is Direction.ARRIVAL and sight.arriving:
        return Hint(Reason.of(Say.AS_YOU_ARRIVE), Reason.of(Say.EYES_ON_CAMERA))
    if fits(wanted, pose, neutral):
        return Hint(Reason.of(Say.MOVE_SLIGHTLY if sight.alike else Say.HOLD), _kept_so_far(face, sight))
    turned = turn_deg(wanted, pose, neutral)
    nearest, farthest = span_deg(wanted, neutral)
    if wanted not in _TURNS or (turned >= nearest and turned <= farthest):  # straight ahead, or leaning off to a side
        return _straighten(wanted, face, sight)
    if turned > farthest:
        shown = {"turn_deg": round(turned), "limit_deg": round(farthest)}
        back = Reason.of(Say.TURN_BACK, direction=str(_OPPOSITE[wanted]), **shown)
        return Hint(back, Reason.of(Say.STRAIGHT_FIGURES, **shown))
    shown = {"turn_deg": max(0, min(int(turned), round(nearest) - 1)), "needed_deg": round(nearest)}
    detail = _kept_so_far(face, sight) if sight.begun else Reason.of(Say.TURN_FIGURES, **shown)
    return Hint(Reason.of(_TURNS[wanted], **shown), detail)


def _straighten(wanted: Direction, face: ObservedFace, sight: Sight) -> Hint:
    """Towards the lens; for a turn that leans off, back to its own line."""
    pose, neutral = face.quality.pose, sight.asked.neutral
    if wanted not in _TURNS:
        limit = round(span_deg(wanted, neutral)[1])
        shown = {"turn_deg": max(limit + 1, round(turn_deg(wanted, pose, neutral))), "limit_deg": limit}
        return Hint(Reason.of(Say.LOOK_STRAIGHT, **shown), Reason.of(Say.STRAIGHT_FIGURES, **shown))
    across = (Direction.UP, Direction.DOWN) if wanted in {Direction.LEFT, Direction.RIGHT} else _SIDES
    leaning = max(across, key=lambda each: turn_deg(each, pose, neutral))
    shown = {"turn_deg": round(turn_deg(leaning, pose, neutral)), "needed_deg": 0}
    return Hint(Reason.of(_TURNS[_OPPOSITE[leaning]], **shown), Reason.of(Say.EYES_ON_CAMERA))


_SIDES = (Direction.LEFT, Direction.RIGHT)


def _kept_so_far(face: ObservedFace, sight: Sight) -> Reason:
    if sight.without_movement:
        return Reason.of(Say.STILL_COST)
    if face.quality.face_px < FACE_AIMED_PX:
        return Reason.of(Say.AIMED_SIZE, face_px=int(face.quality.face_px), aimed_px=FACE_AIMED_PX)
    if not sight.begun:
        return Reason.of(Say.EYES_ON_CAMERA)
    if sight.missing == 1:
        return Reason.of(Say.ONE_MORE)
    return Reason.of(Say.TWO_MORE) if sight.missing == 2 else Reason.of(Say.MORE, count=sight.missing)
