"""What a door may show: one word of a closed list for each camera, made from what its engine last said."""

from __future__ import annotations

from offload_server.wire.messages import Indicator
from pipeline.reasons import PipelineReason
from pipeline.types import Decision, Observation, ObservedFace, Reason, Verdict, VisitId

DECISION_SHOWN_NS = 3_000_000_000
"""Long enough to be read at the door, and how long a visit stays open out of sight (design.md 4)."""
OBSERVATION_VALID_NS = 3_000_000_000
_ADVICE: dict[str, Indicator] = {
    PipelineReason.FACE_TOO_SMALL: Indicator.COME_CLOSER,
    PipelineReason.FACE_TURNED: Indicator.LOOK_HERE,
    PipelineReason.FACE_TILTED: Indicator.LOOK_HERE,
    PipelineReason.FACE_LEANING: Indicator.LOOK_HERE,
    PipelineReason.FACE_CUT_OFF: Indicator.LOOK_HERE,
    PipelineReason.FACE_BLURRED: Indicator.HOLD_STILL,
}


class DoorIndicator:
    """The indicator of one camera. Times are nanoseconds of our monotonic clock."""

    def __init__(self) -> None:
        self._shown: Indicator | None = None
        self._shown_until_ns = 0
        self._recognised_visit: VisitId | None = None
        self._advice = Indicator.IDLE
        self._advice_until_ns = 0

    def decided(self, decision: Decision, now_ns: int) -> None:
        """Show how a visit ended."""
        self._shown = _outcome(decision)
        self._shown_until_ns = now_ns + DECISION_SHOWN_NS
        if decision.verdict is Verdict.RECOGNISED:
            self._recognised_visit = decision.visit_id

    def saw(self, observation: Observation, now_ns: int) -> None:
        """Show what the nearest face should do."""
        self._advice = self._advise(observation)
        self._advice_until_ns = now_ns + OBSERVATION_VALID_NS

    def current(self, now_ns: int) -> Indicator:
        """What to show now: a fresh decision first, then advice."""
        if self._shown is not None and now_ns < self._shown_until_ns:
            return self._shown
        return self._advice if now_ns < self._advice_until_ns else Indicator.IDLE

    def _advise(self, observation: Observation) -> Indicator:
        face = max(observation.faces, key=_width, default=None)
        if face is None or (face.visit_id is not None and face.visit_id == self._recognised_visit):
            return Indicator.IDLE
        return _advice_for(face.quality.reasons, Indicator.LOOKING)


def _width(face: ObservedFace) -> float:
    return face.box.width


def _advice_for(reasons: tuple[Reason, ...], otherwise: Indicator) -> Indicator:
    return next((_ADVICE[reason.code] for reason in reasons if reason.code in _ADVICE), otherwise)


def _outcome(decision: Decision) -> Indicator:
    if decision.verdict is Verdict.RECOGNISED:
        return Indicator.RECOGNISED
    if decision.verdict is Verdict.POOR_VIEW:
        return _advice_for(decision.reasons, Indicator.NOT_RECOGNISED)
    return Indicator.NOT_RECOGNISED
