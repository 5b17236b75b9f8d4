"""What a tile says follows from the camera, the newest frame and what was decided; without Qt."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import numpy as np
import pytest

from desktop_app.painting.strip_model import Sign, StripForm
from desktop_app.wall.tile_model import (
    STALE_AFTER_S,
    FrameRate,
    Instant,
    TileCamera,
    TileModel,
    TileState,
    tile_model_of,
)
from pipeline.reasons import PipelineReason
from pipeline.types import (
    Box,
    CameraId,
    Candidate,
    Comparison,
    Decision,
    HeadPose,
    LivenessEvidence,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    TemplateSpace,
    Threshold,
    TrackId,
    Verdict,
    VisitId,
)

SPACE = TemplateSpace("sface", "0" * 64, "five-point", 1)
SEOYEON, HAEUN = PersonId("p1"), PersonId("p2")
NAMES = MappingProxyType({SEOYEON: "Seo-yeon", HAEUN: "Ha-eun"})
SECOND = 1_000_000_000
START = Instant(100 * SECOND, dt.datetime(2026, 11, 22, 18, 42, 7, tzinfo=dt.UTC))
CAMERA = TileCamera(CameraId("c"), "Front door", is_connected=True, last_seen_at=START.wall, fps=14.8)
SMALL = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)


def later(seconds: float) -> Instant:
    return Instant(START.monotonic_ns + int(seconds * SECOND), START.wall + dt.timedelta(seconds=seconds))


def comparison(*distances: float) -> Comparison:
    people = (SEOYEON, HAEUN)
    candidates = tuple(Candidate(person, distance) for person, distance in zip(people, distances, strict=False))
    return Comparison(SPACE, Threshold(1.08, "l2", 1e-3, "test"), candidates)


def a_face(
    *reasons: Reason, compared: Comparison | None = None, visit: str | None = "v", width: float = 100, track: int = 1
) -> ObservedFace:
    quality = Quality(width, 100, 120, 40, HeadPose(0, 0, 0), reasons)
    box = Box(50, 60, width, width * 1.2)
    points = np.zeros((68, 2), np.float32)
    visit_id = VisitId(visit) if visit else None
    return ObservedFace(TrackId(track), visit_id, box, None, points, quality, comparison=compared)


def frame(*faces: ObservedFace, taken: Instant = START, seq: int = 1, image: bool = True) -> Observation:
    pixels = np.zeros((48, 64, 3), np.uint8) if image else None
    at = taken.monotonic_ns
    return Observation(CameraId("c"), seq, at, at + 10_000_000, at + 96_000_000, pixels, faces)


def decided(verdict: Verdict, *distances: float, revision: int = 0, reasons: tuple[Reason, ...] = ()) -> Decision:
    person = SEOYEON if verdict is Verdict.RECOGNISED else None
    compared = comparison(*distances) if distances else None
    return Decision(
        VisitId("v"), revision, CameraId("c"), verdict, person, compared, None, 1, 8, 10.0, 0, 0,
        LivenessEvidence(), None, reasons, None,
    )  # fmt: skip


def tile(
    observation: Observation | None,
    decision: Decision | tuple[Decision, ...] | None = None,
    *,
    camera: TileCamera = CAMERA,
    now: Instant = START,
    curtain: bool = False,
) -> TileModel:
    return tile_model_of(camera, observation, decision, NAMES, now, curtain)


def camera(*, connected: bool = True, seen: bool = True, paused: Reason | None = None) -> TileCamera:
    return TileCamera(CameraId("c"), "Front door", connected, START.wall if seen else None, paused=paused)


def test_a_frozen_picture_is_never_shown_as_live() -> None:
    seen = frame(a_face(compared=comparison(0.8)))
    assert tile(seen, now=later(STALE_AFTER_S)).state is TileState.LIVE
    model = tile(seen, now=later(STALE_AFTER_S + 0.1))
    assert (model.state, model.is_live, model.sign, model.faces) == (TileState.STALE, False, Sign.STALE, ())
    assert model.picture_at == START.wall
    assert model.age_s == pytest.approx(2.1)


def test_a_camera_whose_pictures_come_late_is_not_live_either() -> None:
    """Pictures may arrive each moment and still show what was three seconds ago."""
    assert tile(frame(taken=START), now=later(3)).state is TileState.STALE


@pytest.mark.parametrize(
    ("known", "seconds", "state"),
    [
        (camera(seen=False, connected=False), None, TileState.CONNECTING),
        (camera(), None, TileState.CONNECTING),
        (camera(connected=False), None, TileState.OFFLINE),
        (camera(connected=False), 12.0, TileState.STALE),
        (camera(connected=False), 70.0, TileState.OFFLINE),
        (camera(paused=Reason.of(PipelineReason.ENGINE_LOADING)), 0.1, TileState.PAUSED),
        (camera(paused=Reason.of(PipelineReason.ENGINE_LOADING)), 12.0, TileState.STALE),
    ],
)
def test_the_state_of_a_tile(known: TileCamera, seconds: float | None, state: TileState) -> None:
    observation = None if seconds is None else frame()
    assert tile(observation, camera=known, now=later(seconds or 0)).state is state


def test_behind_a_curtain_there_is_no_picture_and_no_name() -> None:
    model = tile(frame(a_face(compared=comparison(0.8))), decided(Verdict.RECOGNISED, 0.8), curtain=True)
    assert (model.state, model.image, model.faces, model.is_live) == (TileState.CURTAIN, None, (), True)
    assert not tile(frame(), curtain=True, now=later(5)).is_live
    assert tile(None, camera=camera(connected=False), curtain=True).state is TileState.OFFLINE


def test_a_frame_that_could_not_be_read_is_no_picture() -> None:
    assert tile(frame(image=False)).state is TileState.CONNECTING


def test_the_picture_is_handed_on_without_a_copy() -> None:
    seen = frame()
    assert tile(seen).image is seen.image


def test_before_the_decision_a_face_is_gathering() -> None:
    (face,) = tile(frame(a_face(compared=comparison(0.84, 1.27)))).faces
    assert (face.sign, face.strip.form, face.name) == (None, StripForm.PROVISIONAL, "Seo-yeon")
    (not_yet,) = tile(frame(a_face())).faces
    assert (not_yet.sign, not_yet.strip.nearest) == (None, None)


@pytest.mark.parametrize(
    ("verdict", "sign"),
    [
        (Verdict.RECOGNISED, Sign.RECOGNISED),
        (Verdict.UNKNOWN, Sign.UNKNOWN),
        (Verdict.UNCERTAIN, Sign.UNCERTAIN),
        (Verdict.ATTACK_SUSPECTED, Sign.ATTACK),
    ],
)
def test_the_decision_gives_sign_and_strip(verdict: Verdict, sign: Sign) -> None:
    (face,) = tile(frame(a_face(compared=comparison(0.9, 0.97))), decided(verdict, 0.81, 1.24)).faces
    assert (face.sign, face.strip.sign, face.strip.form) == (sign, sign, StripForm.PLAIN)
    assert face.strip.nearest is not None
    assert face.strip.nearest.distance == 0.81
    assert face.other == ("Ha-eun" if sign is Sign.UNCERTAIN else "")


def test_the_decision_of_another_visit_says_nothing() -> None:
    (face,) = tile(frame(a_face(compared=comparison(0.9), visit="other")), decided(Verdict.RECOGNISED, 0.8)).faces
    assert face.sign is None
    assert tile(frame(a_face(visit=None)), decided(Verdict.RECOGNISED, 0.8)).faces[0].sign is None


def test_the_lift_of_a_decision_counts_in_any_order() -> None:
    both = (decided(Verdict.RECOGNISED, 0.8, revision=1), decided(Verdict.UNKNOWN, 1.2))
    for order in (both, both[::-1]):
        assert tile(frame(a_face()), order).faces[0].sign is Sign.RECOGNISED


def test_a_poor_view_says_what_is_missing_and_ends_when_it_is_better() -> None:
    poor = decided(Verdict.POOR_VIEW, reasons=(SMALL,))
    (face,) = tile(frame(a_face(SMALL)), poor).faces
    assert face.sign is Sign.POOR_VIEW
    assert face.strip.gauge is not None
    assert face.strip.gauge.reason == SMALL
    assert tile(frame(a_face(SMALL))).faces[0].sign is Sign.POOR_VIEW
    assert tile(frame(a_face(compared=comparison(0.8))), poor).faces[0].sign is None


def test_with_nobody_enrolled_nobody_is_named() -> None:
    (face,) = tile(frame(a_face(compared=comparison()))).faces
    assert (face.strip.form, face.name) == (StripForm.NOBODY, "")


def test_while_nobody_is_compared_faces_have_no_sign() -> None:
    known = camera(paused=Reason.of(PipelineReason.ENGINE_FAILED, problem="x"))
    model = tile(frame(a_face(compared=comparison(0.8))), decided(Verdict.RECOGNISED, 0.8), camera=known)
    assert (model.sign, model.faces[0].sign, model.faces[0].name) == (None, None, "")


def test_the_nearest_face_comes_first_and_an_attack_gives_the_chip() -> None:
    faces = (a_face(track=1, visit="w", width=40), a_face(track=2, visit="v", width=120))
    model = tile(frame(*faces), decided(Verdict.UNKNOWN, 1.3))
    assert [face.track_id for face in model.faces] == [2, 1]
    assert model.sign is Sign.UNKNOWN
    suspected = tile(
        frame(a_face(width=40), a_face(SMALL, visit="w", width=120)), decided(Verdict.ATTACK_SUSPECTED, 0.9)
    )
    assert suspected.sign is Sign.ATTACK


def test_rate_and_latency() -> None:
    model = tile(frame())
    assert (model.fps, model.latency_ms) == (14.8, 96.0)
    rate = FrameRate()
    assert rate.fps(0) is None
    for seq in range(31):
        rate.saw(frame(seq=seq, taken=later(seq / 15)))
        rate.saw(frame(seq=seq, taken=later(seq / 15)))
    assert rate.fps(later(2).monotonic_ns) == pytest.approx(15, rel=0.05)
    assert rate.fps(later(10).monotonic_ns) is None
