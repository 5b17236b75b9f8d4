"""What the full view tells of a face follows from the tile, the newest frame and its visit; without Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from desktop_app.painting.strip_model import Sign, StripForm
from desktop_app.wall.full_door import FullDoor
from desktop_app.wall.full_latency import PARTS, LatencyMeter, latency_of
from desktop_app.wall.full_layout import LATENCY_PX, PANEL_PX, full_places
from desktop_app.wall.full_meters import NEED_SHARE, meters_of
from desktop_app.wall.full_model import FullFace, FullModel
from desktop_app.wall.full_words import (
    chip_of_face,
    empty_text,
    latency_texts,
    lines_of,
    meter_value,
    nobody_compared_text,
    not_kept_text,
    pose_text,
    title_of,
    visit_text,
)
from desktop_app.wall.tile_model import Instant, TileCamera, TileModel, TileState, tile_model_of
from pipeline.reasons import PipelineReason
from pipeline.types import (
    AlignedFace,
    Box,
    CameraId,
    Candidate,
    Comparison,
    Decision,
    HeadPose,
    KeptCrop,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    ReasonCount,
    TemplateSpace,
    Threshold,
    TrackId,
    Verdict,
    VisitEvidence,
    VisitId,
    VisitProgress,
    read_only,
)
from resources.catalogue import Catalogue
from tests.fakes.outputs import fake_decision

SPACE = TemplateSpace("sface", "0" * 64, "five-point", 1)
PEOPLE = tuple(PersonId(f"p{number}") for number in range(6))
NAMES = MappingProxyType({person: f"Name {person}" for person in PEOPLE})
NOW = Instant(100_000_000_000, dt.datetime(2026, 11, 22, 18, 42, 7, tzinfo=dt.UTC))
CAMERA = TileCamera(CameraId("c"), "Front door", is_connected=True, last_seen_at=NOW.wall, fps=14.8)
SMALL = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
TURNED = Reason.of(PipelineReason.FACE_TURNED, yaw_deg=50, limit_deg=35)
EN, KO = Catalogue("en"), Catalogue("ko")
CROP = read_only(np.zeros((112, 112, 3), np.uint8))


def comparison(*distances: float, threshold: float = 1.08) -> Comparison:
    candidates = tuple(Candidate(person, each) for person, each in zip(PEOPLE, distances, strict=False))
    return Comparison(SPACE, Threshold(threshold, "l2", 1e-3, "test"), candidates)


def crop(distance: float) -> KeptCrop:
    return KeptCrop(0, CROP, HeadPose(0, 0, 0), comparison(distance, 1.4))


def progress(
    *kept: float, attempts: int = 1, mean: Comparison | None = None, poor: Sequence[tuple[Reason, int]] = ()
) -> VisitProgress:
    next_threshold = Threshold(0.98, "l2", 1e-5, "test")
    evidence = VisitEvidence(tuple(crop(each) for each in kept), 8, attempts, mean, len(kept), next_threshold)
    counts = MappingProxyType({reason.code: ReasonCount(count, reason) for reason, count in poor})
    frames_poor = max((count for _, count in poor), default=0)
    return VisitProgress(evidence, 6_400.0, 20 + frames_poor, frames_poor, counts)


def face(track: int = 1, width: float = 100.0, reasons: tuple[Reason, ...] = (), **more: object) -> ObservedFace:
    made = ObservedFace(
        TrackId(track),
        VisitId(f"v{track}"),
        Box(10.0 * track, 10, width, width),
        None,
        read_only(np.zeros((68, 2), np.float32)),
        Quality(width, 212, 128, 46, HeadPose(14, -3, 1), reasons),
        comparison=comparison(0.81, 1.24),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def seen(*faces: ObservedFace, age_s: float = 0.1, seq: int = 1) -> Observation:
    taken_ns = NOW.monotonic_ns - int(age_s * 1e9)
    image = read_only(np.zeros((480, 640, 3), np.uint8))
    return Observation(CAMERA.id, seq, taken_ns, taken_ns, taken_ns + 50_000_000, image, faces)


def tile(observation: Observation | None, *decided: Decision, curtain: bool = False) -> TileModel:
    return tile_model_of(CAMERA, observation, decided, NAMES, NOW, curtain)


def look(observation: Observation, *decided: Decision, door: FullDoor | None = None) -> FullModel:
    return (door or FullDoor()).look(tile(observation, *decided), observation, NAMES)


def only(model: FullModel) -> FullFace:
    assert model.face is not None
    return model.face


# ---- the strip and the distances


def test_a_gathering_visit_shows_the_mean_of_its_crops_and_how_far_they_lie_apart() -> None:
    told = only(look(seen(face(progress=progress(0.7, 0.9, mean=comparison(0.8, 1.3))))))
    assert (told.sign, told.strip.form, told.strip.spread) == (None, StripForm.PROVISIONAL, (0.7, 0.9))
    assert told.strip.nearest is not None
    assert told.strip.nearest.distance == 0.8
    assert told.distances is not None
    assert told.distances.crops == 2


def test_before_the_first_comparison_the_distances_are_of_this_picture_alone() -> None:
    told = only(look(seen(face(progress=progress(0.7, attempts=0)))))
    assert told.distances is not None
    assert (told.distances.crops, [mark.distance for mark in told.distances.people]) == (0, [0.81, 1.24])


def test_everybody_is_there_nearest_first() -> None:
    mean = comparison(0.8, 0.9, 1.0, 1.1, 1.2, 1.3)
    told = only(look(seen(face(progress=progress(0.8, mean=mean)))))
    assert told.distances is not None
    assert [mark.name for mark in told.distances.people] == [NAMES[person] for person in PEOPLE]


def test_a_poor_view_is_compared_with_nobody() -> None:
    told = only(look(seen(face(reasons=(SMALL,)))))
    assert (told.sign, told.distances) == (Sign.POOR_VIEW, None)
    assert nobody_compared_text(told, EN) == "Nobody is compared while the view is too poor."


def test_a_decision_is_shown_as_it_was_made() -> None:
    decision = fake_decision("v1", Verdict.RECOGNISED, person_id="p0", camera_id="c", distance=0.75)
    told = only(look(seen(face(progress=progress(0.7, 0.9, mean=comparison(0.8)))), decision))
    assert (told.sign, told.strip.form, told.name) == (Sign.RECOGNISED, StripForm.PLAIN, "Name p0")
    assert title_of(told, EN) == "Name p0"


# ---- the door between two frames


def test_the_last_crop_stays_until_the_next_one() -> None:
    door = FullDoor()
    look(seen(face(aligned=AlignedFace(CROP, "five-point"))), door=door)
    assert only(look(seen(face(), seq=2), door=door)).aligned is CROP
    look(seen(seq=3), door=door)
    assert only(look(seen(face(), seq=4), door=door)).aligned is None, "somebody else may have come"


def test_of_several_faces_the_nearest_until_another_is_chosen() -> None:
    door = FullDoor()
    both = seen(face(1, 80), face(2, 120))
    first = only(look(both, door=door))
    assert (first.track_id, first.number, first.count) == (2, 1, 2)
    door.step(tile(both), 1)
    assert only(look(both, door=door)).track_id == 1
    door.step(tile(both), 1)
    assert only(look(both, door=door)).track_id == 2
    door.choose(TrackId(1))
    assert only(look(both, door=door)).number == 2
    assert only(look(seen(face(2, 120), seq=2), door=door)).track_id == 2, "the chosen one has gone"


def test_a_picture_that_is_not_live_keeps_only_the_outline_and_its_age() -> None:
    door = FullDoor()
    look(seen(face(aligned=AlignedFace(CROP, "five-point"), progress=progress(0.8))), door=door)
    told = only(look(seen(face(), age_s=12), door=door))
    assert (told.sign, told.strip.form, told.strip.age_s) == (Sign.STALE, StripForm.STALE, 12)
    assert (told.aligned, told.quality, told.progress, told.distances) == (None, None, None, None)


@pytest.mark.parametrize(("verdict", "title"), [(Verdict.RECOGNISED, "Name p0"), (Verdict.UNKNOWN, "")])
def test_of_a_lost_picture_only_a_recognised_person_is_named(verdict: Verdict, title: str) -> None:
    door = FullDoor()
    decision = fake_decision("v1", verdict, person_id="p0", camera_id="c")
    look(seen(face()), decision, door=door)
    assert title_of(only(look(seen(face(), age_s=12), decision, door=door)), EN) == title


def test_behind_a_curtain_nobody_is_told_about() -> None:
    door, observation = FullDoor(), seen(face())
    model = door.look(tile(observation, curtain=True), observation, NAMES)
    assert (model.tile.state, model.face, model.shows_pictures) == (TileState.CURTAIN, None, False)
    assert empty_text(model, EN).title == "The picture is hidden"


def test_a_door_without_anybody_says_so() -> None:
    model = look(seen())
    assert model.face is None
    assert empty_text(model, EN).title == "Nobody in view"
    lost = FullDoor().look(tile(seen(age_s=12)), seen(age_s=12), NAMES)
    assert empty_text(lost, EN).title == "Nothing is judged now"


# ---- words


def test_words_of_a_visit() -> None:
    told = only(look(seen(face(progress=progress(0.7, 0.9, mean=comparison(0.8, 1.3))))))
    assert visit_text(told, EN) == "visit 6 s · 2 of 8 crops"
    assert visit_text(told, EN, short=True) == "6 s · 2/8"
    assert visit_text(told, KO) == "방문 6초 · 8장 중 2장"
    assert chip_of_face(look(seen(face())), told, EN).word == "Looking"
    assert [line.text for line in lines_of(told, EN)] == ["Compared once; the next must be within 0.98."]
    assert pose_text(HeadPose(14.4, -2.6, 0.2), EN) == "turn 14° · tilt -3° · roll 0°"


def test_why_other_frames_were_not_kept_most_frequent_first() -> None:
    told = progress(0.7, 0.8, poor=[(SMALL, 3), (TURNED, 31)])
    assert not_kept_text(told, EN) == "Not kept: turned away 31 · like a kept one 18 · too small 3"
    assert not_kept_text(replace(told, frames_seen=2, frames_poor=0, poor=MappingProxyType({})), EN) == ""


def test_a_refusal_says_why_before_what_comes_next() -> None:
    told = only(look(seen(face(reasons=(SMALL, TURNED), progress=progress(attempts=0)))))
    lines = [line.text for line in lines_of(told, EN)]
    assert lines[0] == "Too small: 41 of 60 px. Come one step closer."
    assert lines[-1] == "Not compared yet; the first must be within 0.98."


# ---- latency


def test_what_no_stage_accounts_for_is_waiting() -> None:
    taken = 10_000_000_000
    stages = MappingProxyType({"decode": 2.0, "detect": 9.0, "track": 1.0, "landmarks": 3.0, "embed": 14.0})
    made = replace(seen(), captured_at_ns=taken, received_at_ns=taken + 60_000_000, finished_at_ns=taken + 96_000_000)
    latency = latency_of(replace(made, stages_ms=stages))
    assert [part for part, _ in latency.parts_ms] == ["link", "wait", *PARTS]
    parts = dict(latency.parts_ms)
    assert (parts["link"], parts["detect"], parts["points"], round(parts["wait"], 6)) == (60, 10, 3, 7)
    assert round(latency.total_ms, 6) == 96
    assert latency_texts(latency, EN) == ("link 60 · detect 10 · embed 14", "96 ms")
    assert latency_texts(latency, KO)[0] == "전송 60 · 검출 10 · 임베딩 14"


def test_the_latency_is_the_mean_of_the_last_second() -> None:
    meter = LatencyMeter()
    for number, total_ms in enumerate((500, 40, 60)):
        taken = 10_000_000_000 + number * 900_000_000
        end = taken + total_ms * 1_000_000
        meter.saw(replace(seen(), captured_at_ns=taken, received_at_ns=taken, finished_at_ns=end))
    assert meter.latency is not None
    assert round(meter.latency.total_ms) == 50


# ---- meters


def test_meters_show_whether_each_need_is_met() -> None:
    meters = {meter.code: meter for meter in meters_of(Quality(41, 9, 230, 46, HeadPose(-38, 0, 0), (), 0.31))}
    assert {code: meter.needs_met for code, meter in meters.items()} == {
        "full_size": False,
        "full_sharpness": False,
        "full_light": False,
        "full_contrast": True,
        "full_turn": False,
        "full_eyes": None,
    }
    assert meters["full_size"].share < NEED_SHARE < meters["full_contrast"].share
    assert (meter_value(meters["full_size"]), meter_value(meters["full_turn"])) == ("41 px", "38°")
    assert meter_value(meters["full_eyes"]) == "0.31"


def test_eyes_that_were_not_measured_have_no_meter() -> None:
    assert "full_eyes" not in {meter.code for meter in meters_of(Quality(100, 90, 120, 46, HeadPose(0, 0, 0)))}


# ---- layout


@pytest.mark.parametrize(("width", "height"), [(932, 560), (1172, 704), (1492, 904), (3732, 2064), (700, 400)])
def test_the_picture_is_four_to_three_and_nothing_leaves_the_view(width: float, height: float) -> None:
    places = full_places(width, height)
    assert places.picture.width / places.picture.height == pytest.approx(4 / 3, abs=0.01)
    assert places.panel.width >= PANEL_PX
    assert places.panel.right == width
    assert places.picture.right <= places.panel.x - 12
    assert places.latency.bottom <= height + 1
    assert (places.latency.height, places.latency.width) == (LATENCY_PX, places.picture.width)


def test_at_the_size_of_the_board_it_stands_as_on_the_board() -> None:
    places = full_places(1172, 704)
    assert (places.picture.x, places.picture.width) == (0, 800)
    assert places.panel.width == pytest.approx(356, abs=2)
