"""One camera's line through the pipeline, a function a step. Used by one thread at a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.engine_faces import FaceReader, JudgedFace, StageTimes, compare_for_display
from pipeline.ports import FaceDetector, FrameJob
from pipeline.tracking import TrackerState, associate
from pipeline.types import (
    AlignedFace,
    CameraId,
    Comparison,
    Cue,
    Decision,
    Embedding,
    LivenessEvidence,
    Observation,
    ObservedFace,
    TrackId,
    UInt8Array,
    VisitId,
    VisitProgress,
)
from pipeline.visit import close, step
from pipeline.visit_progress import Gathered, gathered, progress_of
from pipeline.visit_state import MS, Basis, VisitSighting, VisitState, open_visit

# Half the floor of design 8. Whoever is farther away passes by: the face is shown, but it is nobody's visit.
VISIT_FLOOR_PX = 30
# Each face costs 2 ms of landmarks; a poster of a crowd must not starve the other doors. The largest come first.
MOST_FACES = 12
# After the decision the face is only checked for still being the same person's.
RECOGNISED_SPACING_NS = 1_000 * MS
# Poor faces are embedded for the display alone, never as evidence.
POOR_SPACING_NS = 500 * MS


@dataclass(frozen=True, slots=True, eq=False)
class SearchedFrame:
    """A frame on its way to the embedder; ``wanted`` are indices into ``faces``."""

    job: FrameJob
    image: UInt8Array
    tracks: tuple[TrackId, ...]
    faces: tuple[JudgedFace, ...]
    wanted: tuple[int, ...]
    searched_at_ns: int
    times: StageTimes

    @property
    def crops(self) -> tuple[AlignedFace, ...]:
        """What the embedder is asked for."""
        return tuple(self.faces[index].aligned for index in self.wanted)


@dataclass(frozen=True, slots=True, eq=False)
class _LastLook:
    """A track's last embedding, and who it was like among the people of ``basis``."""

    captured_at_ns: int
    comparison: Comparison
    basis: Basis


class CameraLine:
    """Keeps the tracks and the open visits of one camera; memory is that of the faces in sight."""

    def __init__(self, camera_id: CameraId, reader: FaceReader) -> None:
        self._camera_id = camera_id
        self._reader = reader
        self._tracker = TrackerState()
        self._visits: dict[TrackId, VisitState] = {}
        self._looks: dict[TrackId, _LastLook] = {}
        self._gathered: dict[TrackId, Gathered] = {}

    @property
    def next_wake_ns(self) -> int | None:
        """When a visit is due even without a frame."""
        deadlines = [visit.next_deadline_ns for visit in self._visits.values()]
        return min((each for each in deadlines if each is not None), default=None)

    def search(self, job: FrameJob, detector: FaceDetector, now: int) -> SearchedFrame:
        """Decode, detect, track, landmarks, crop, quality. Raises PictureRefusedError."""
        times = StageTimes()
        with times.measure("decode"):
            image = self._reader.steps.decode_stream_frame(job.jpeg)
        with times.measure("detect"):
            detected = detector.detect(image)[:MOST_FACES]
        with times.measure("track"):
            self._tracker, tracks = associate(self._tracker, detected, now)
        faces = tuple(self._reader.read(image, face, times) for face in detected)
        wanted = tuple(
            index
            for index, (track, face) in enumerate(zip(tracks, faces, strict=True))
            if self._wants_embedding(track, face, job.captured_at_ns)
        )
        return SearchedFrame(job, image, tracks, faces, wanted, now, times)

    def finish(
        self, frame: SearchedFrame, embeddings: Sequence[Embedding], basis: Basis, now: int
    ) -> tuple[Observation, tuple[Decision | Cue, ...]]:
        """Compare, advance the visits, and say what this frame showed."""
        with frame.times.measure("compare"):
            observed = self._observe(frame, dict(zip(frame.wanted, embeddings, strict=True)), basis)
        with frame.times.measure("visit"):
            self._open_missing_visits(frame, basis, now)
            sightings = {face.track_id: (self._sighting(frame, face),) for face in observed}
            decided = self._advance(sightings, basis, now)
            faces = tuple(self._with_visit(face) for face in observed)
        self._forget_lost_tracks()
        return _observation(frame, faces, now), decided

    def wake(self, basis: Basis, now: int) -> tuple[Decision | Cue, ...]:
        """Only time has passed."""
        return self._advance({}, basis, now)

    def close(self, now: int) -> tuple[Decision, ...]:
        """The camera is gone: every visit ends."""
        ended = [close(visit, now)[1] for visit in self._visits.values()]
        self.reset()
        return tuple(decision for decision in ended if decision is not None)

    def reset(self) -> None:
        """Drop all visits and tracks without deciding; track ids go on."""
        self._tracker = TrackerState(next_id=self._tracker.next_id)
        self._visits.clear()
        self._looks.clear()
        self._gathered.clear()

    def _wants_embedding(self, track: TrackId, face: JudgedFace, captured_at_ns: int) -> bool:
        look = self._looks.get(track)
        if look is None:
            return True
        visit = self._visits.get(track)
        if not face.quality.is_good:
            spacing_ns = POOR_SPACING_NS
        elif visit is None or visit.may_be_recognised:
            spacing_ns = visit.basis.rules.spacing_ns if visit is not None else 0
        else:
            spacing_ns = RECOGNISED_SPACING_NS
        # a camera whose clock jumped back is not left blind until it has caught up
        return not 0 <= captured_at_ns - look.captured_at_ns < spacing_ns

    def _observe(
        self, frame: SearchedFrame, embeddings: dict[int, Embedding], basis: Basis
    ) -> tuple[ObservedFace, ...]:
        captured_at_ns, observed = frame.job.captured_at_ns, []
        for index, (track, face) in enumerate(zip(frame.tracks, frame.faces, strict=True)):
            embedding = embeddings.get(index)
            if embedding is not None:
                self._looks[track] = _LastLook(captured_at_ns, compare_for_display(embedding, basis), basis)
            comparison, age_ms = self._last_comparison(track, basis, captured_at_ns)
            observed.append(face.observed(track, None, embedding, comparison, age_ms))
        return tuple(observed)

    def _last_comparison(self, track: TrackId, basis: Basis, captured_at_ns: int) -> tuple[Comparison | None, float]:
        """And its age in milliseconds; none from an older basis, whose people may have been erased since."""
        look = self._looks.get(track)
        if look is None or look.basis is not basis:
            return None, 0.0
        return look.comparison, max(0, captured_at_ns - look.captured_at_ns) / MS

    def _open_missing_visits(self, frame: SearchedFrame, basis: Basis, now: int) -> None:
        for track, face in zip(frame.tracks, frame.faces, strict=True):
            if track not in self._visits and face.quality.face_px >= VISIT_FLOOR_PX:
                self._visits[track] = open_visit(VisitId(uuid.uuid4().hex), self._camera_id, basis, now)

    def _sighting(self, frame: SearchedFrame, face: ObservedFace) -> VisitSighting:
        crop = self._reader.steps.surroundings(frame.image, face.box)
        return VisitSighting(face, frame.job.captured_at_ns, crop)

    def _advance(
        self, sightings: Mapping[TrackId, Sequence[VisitSighting]], basis: Basis, now: int
    ) -> tuple[Decision | Cue, ...]:
        outputs = []
        for track, visit in list(self._visits.items()):
            current = visit if visit.basis is basis else replace(visit, basis=basis)
            after, output = step(current, sightings.get(track, ()), LivenessEvidence(), now)
            self._keep_open(track, after)
            if output is not None:
                outputs.append(output)
        return tuple(outputs)

    def _keep_open(self, track: TrackId, visit: VisitState) -> None:
        if visit.closed:
            del self._visits[track]
            self._gathered.pop(track, None)
        else:
            self._visits[track] = visit

    def _with_visit(self, face: ObservedFace) -> ObservedFace:
        visit = self._visits.get(face.track_id)
        if visit is None:
            return face
        return replace(face, visit_id=visit.visit_id, progress=self._progress(face.track_id, visit))

    def _progress(self, track: TrackId, visit: VisitState) -> VisitProgress:
        now = self._gathered[track] = gathered(visit, self._gathered.get(track))
        return progress_of(visit, now.evidence)

    def _forget_lost_tracks(self) -> None:
        alive = {track.track_id for track in self._tracker.tracks}
        self._looks = {track: look for track, look in self._looks.items() if track in alive}


def _observation(frame: SearchedFrame, faces: tuple[ObservedFace, ...], now: int) -> Observation:
    job = frame.job
    return Observation(
        camera_id=job.camera_id,
        seq=job.seq,
        captured_at_ns=job.captured_at_ns,
        received_at_ns=job.received_at_ns,
        finished_at_ns=now,
        image=frame.image,
        faces=faces,
        stages_ms=frame.times.freeze(),
    )
