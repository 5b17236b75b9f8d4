"""One moment of a session as the frozen state that everybody may read."""

from __future__ import annotations

from offload_server.household.guided.drafts import DraftBook
from offload_server.household.guided.lead import Lead
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import Direction, GuidedPhase, GuidedState
from pipeline.types import CameraId, Reason

_SILENT = frozenset({GuidedPhase.CAMERA_LOST, GuidedPhase.PAUSED, GuidedPhase.ENDED})


def compose(
    phase: GuidedPhase, camera_id: CameraId | None, question: Reason | None, lead: Lead, book: DraftBook
) -> GuidedState:
    """Nothing is asked of the person while the camera is lost, all is paused or over."""
    hint, detail = _words(phase, camera_id, lead)
    seen = lead.seen
    return GuidedState(
        phase=phase,
        person_name=lead.person_name,
        camera_id=camera_id,
        without_movement=lead.without_movement,
        directions=lead.directions,
        samples=book.shown,
        wanted=_wanted(lead),
        hint=hint,
        detail=detail,
        question=question,
        gates=seen.gates if seen else (),
        pose=seen.pose if seen else None,
        observation=seen.observation if seen else None,
        face_index=seen.face_index if seen else None,
        pictures_seen=lead.tally.pictures,
        seconds=lead.tally.seconds,
    )


def _wanted(lead: Lead) -> Direction | None:
    """Where the head pointed in the newest frame, if that is still open."""
    open_now = lead.open_directions()
    if lead.seen is not None and lead.seen.wanted in open_now:
        return lead.seen.wanted
    return next(iter(open_now), None)


def _words(phase: GuidedPhase, camera_id: CameraId | None, lead: Lead) -> tuple[Reason | None, Reason | None]:
    if phase in _SILENT or camera_id is None:
        return None, None
    if phase is GuidedPhase.COMPLETE:
        return Reason.of(GuidedReason.COMPLETE), None
    if lead.hint is None:
        return Reason.of(GuidedReason.WAITING), None
    return lead.hint.hint, lead.hint.detail
