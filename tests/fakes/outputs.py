"""Engine outputs and templates made up for tests."""

from __future__ import annotations

import time

import numpy as np

from pipeline.types import (
    Box,
    CameraId,
    Candidate,
    Comparison,
    Decision,
    Embedding,
    HeadPose,
    LivenessEvidence,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    Template,
    TemplateSpace,
    Threshold,
    TrackId,
    UInt8Array,
    Verdict,
    VisitId,
    read_only,
)

FAKE_SPACE = TemplateSpace("fake", "0" * 64, "fake-112", 1)
FAKE_THRESHOLD = Threshold(1.072, "l2", 1e-4, "made up for tests")


def fake_embedding(seed: int = 0, space: TemplateSpace = FAKE_SPACE, dimensions: int = 128) -> Embedding:
    """A unit vector that depends on ``seed`` alone; two seeds are about 1.41 apart."""
    vector = np.random.default_rng(seed).standard_normal(dimensions).astype(np.float32)
    return Embedding(read_only(vector / np.linalg.norm(vector)), space)


def fake_template(person_id: str, seed: int = 0, space: TemplateSpace = FAKE_SPACE) -> Template:
    """One person as the engine's gallery wants them."""
    return Template(PersonId(person_id), fake_embedding(seed, space), sample_count=5)


def fake_picture(width_px: int = 64, height_px: int = 48, shade: int = 128) -> UInt8Array:
    """A plain BGR picture."""
    return read_only(np.full((height_px, width_px, 3), shade, np.uint8))


def fake_comparison(person_id: str | None = "p1", distance: float = 0.7) -> Comparison:
    """One candidate at ``distance``; None for an empty gallery."""
    candidates = () if person_id is None else (Candidate(PersonId(person_id), distance),)
    return Comparison(FAKE_SPACE, FAKE_THRESHOLD, candidates)


def fake_face(
    visit_id: str | None = "v1", *, comparison: Comparison | None = None, reasons: tuple[Reason, ...] = ()
) -> ObservedFace:
    """A frontal face of 100 px in the left top corner."""
    return ObservedFace(
        track_id=TrackId(1),
        visit_id=None if visit_id is None else VisitId(visit_id),
        box=Box(4, 4, 100, 120),
        five_points=None,
        landmarks=read_only(np.linspace(10, 90, 136, dtype=np.float32).reshape(68, 2)),
        quality=Quality(100, 400, 120, 45, HeadPose(0, 0, 0), reasons),
        embedding=fake_embedding() if comparison is not None else None,
        comparison=comparison,
    )


def fake_observation(
    camera_id: str = "c1",
    seq: int = 0,
    *,
    faces: tuple[ObservedFace, ...] = (),
    image: UInt8Array | None = None,
    problem: Reason | None = None,
) -> Observation:
    """An observation finished just now; it has a picture unless it has a problem."""
    now_ns = time.monotonic_ns()
    if image is None and problem is None:
        image = fake_picture()
    return Observation(CameraId(camera_id), seq, now_ns, now_ns, now_ns, image, faces, problem=problem)


def fake_decision(
    visit_id: str = "v1",
    verdict: Verdict = Verdict.RECOGNISED,
    *,
    person_id: str | None = "p1",
    camera_id: str = "c1",
    revision: int = 0,
    distance: float = 0.7,
    reasons: tuple[Reason, ...] = (),
) -> Decision:
    """A decision made just now; only RECOGNISED carries ``person_id``, as the real ones do."""
    now_ns = time.monotonic_ns()
    compared = verdict is not Verdict.POOR_VIEW
    return Decision(
        visit_id=VisitId(visit_id),
        revision=revision,
        camera_id=CameraId(camera_id),
        verdict=verdict,
        person_id=PersonId(person_id) if verdict is Verdict.RECOGNISED and person_id is not None else None,
        comparison=fake_comparison(person_id, distance) if compared else None,
        margin=None,
        attempts=1 if compared else 0,
        frames_used=3,
        newest_frame_age_ms=40.0,
        started_at_ns=now_ns - 1_000_000_000,
        decided_at_ns=now_ns,
        liveness=LivenessEvidence(),
        second_recogniser=None,
        reasons=reasons,
        crop=fake_picture(shade=90),
    )
