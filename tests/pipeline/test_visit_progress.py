"""How far a visit has come can be followed, and following it costs nothing that was not there already."""

from __future__ import annotations

import dataclasses

import numpy as np

from offload_server.wire import messages
from pipeline.reasons import PipelineReason
from pipeline.types import AlignedFace, PersonId, Template, VisitProgress, read_only
from pipeline.visit_judgement import MOST_CANDIDATES, attempt_threshold
from pipeline.visit_progress import gathered, progress_of
from pipeline.visit_state import VisitSighting
from tests.fakes.outputs import fake_template
from tests.fakes.parts import FakeFace
from tests.pipeline.test_engine import house
from tests.pipeline.test_visit import MIA, TOO_SMALL, TURNED, Film, at_distance, basis, begin, sighting


def look(at_ms: int, distance: float = 0.5, yaw_deg: float = 0.0) -> VisitSighting:
    """A good look with the crop that the network saw."""
    bare = sighting(at_ms, at_distance(distance), yaw_deg=yaw_deg)
    aligned = AlignedFace(read_only(np.full((112, 112, 3), at_ms % 251, np.uint8)), "fake-112")
    return dataclasses.replace(bare, face=dataclasses.replace(bare.face, aligned=aligned))


def test_each_kept_crop_is_there_with_its_own_distance_and_shares_its_pixels() -> None:
    looks = [look(0, 0.5), look(250, 0.7, 10)]
    film = Film().show(*looks)
    evidence = gathered(film.state, None).evidence
    assert [round(crop.comparison.candidates[0].distance, 3) for crop in evidence.kept] == [0.5, 0.7]
    for crop, seen in zip(evidence.kept, looks, strict=True):
        assert seen.face.aligned is not None
        assert crop.image is seen.face.aligned.image
    assert evidence.most_kept == 8


def test_without_anything_new_it_is_the_same_object() -> None:
    film = Film().show(look(0), look(250))
    first = gathered(film.state, None)
    film.show(sighting(300), sighting(320, reasons=(TOO_SMALL,)))
    assert gathered(film.state, first) is first
    film.show(look(600, yaw_deg=20))
    later = gathered(film.state, first)
    assert later is not first
    assert later.evidence.kept[0] is first.evidence.kept[0], "a crop is compared once"


def test_attempts_and_the_price_of_the_next_one_are_told() -> None:
    film = Film()
    before = gathered(film.state, None).evidence
    assert (before.attempts, before.comparison) == (0, None)
    assert before.next_threshold == attempt_threshold(film.state.basis, 1)
    film.show(look(0, 1.2), look(250, 1.2))
    after = gathered(film.state, None).evidence
    assert (after.attempts, after.averaged) == (1, 2)
    assert after.comparison is not None
    assert after.next_threshold is not None
    assert after.next_threshold.distance < before.next_threshold.distance


def test_a_recognised_visit_makes_no_further_attempt() -> None:
    film = Film().show(look(0, 0.3), look(250, 0.3))
    assert film.decisions
    assert gathered(film.state, None).evidence.next_threshold is None


def test_what_was_not_kept_is_counted_by_reason() -> None:
    film = Film().show(look(0), sighting(60, reasons=(TOO_SMALL,)), sighting(120, reasons=(TOO_SMALL, TURNED)))
    progress = progress_of(film.state, gathered(film.state, None).evidence)
    assert (progress.frames_seen, progress.frames_poor, progress.age_ms) == (3, 2, 120)
    counts = {code: poor.count for code, poor in progress.poor.items()}
    assert counts == {PipelineReason.FACE_TOO_SMALL: 2, PipelineReason.FACE_TURNED: 1}
    assert progress.poor is film.state.poor, "shared, not copied"


def test_people_who_were_erased_are_named_no_more() -> None:
    other = Template(PersonId("zoe"), at_distance(0.9, axis=2), 5)
    film = Film(begin(basis(MIA, other))).show(look(0), look(250))
    before = gathered(film.state, None)
    changed = dataclasses.replace(film.state, basis=basis(other))
    after = gathered(changed, before).evidence
    assert after.comparison is None
    named = {candidate.person_id for crop in after.kept for candidate in crop.comparison.candidates}
    assert named == {"zoe"}


def test_the_engine_tells_it_with_each_face_of_a_visit() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template(f"p{number}", number) for number in range(12)])
        first = running.show(0, FakeFace(1), at_ms=0).faces[0].progress
        between = running.show(1, FakeFace(1), at_ms=100).faces[0].progress
        running.show(2, FakeFace(1, poor=True), at_ms=150)
        later = running.show(3, FakeFace(1), at_ms=400).faces[0].progress
    assert first is not None
    assert between is not None
    assert later is not None
    assert between.evidence is first.evidence
    assert (len(later.evidence.kept), later.frames_seen, later.frames_poor) == (2, 4, 1)
    assert later.age_ms == 400
    assert len(later.evidence.kept[0].comparison.candidates) == 12, "everybody of a household"
    assert MOST_CANDIDATES == 16


def test_a_face_too_small_for_a_visit_has_none() -> None:
    with house() as running:
        assert running.show(0, FakeFace(1, face_px=20)).faces[0].progress is None


def test_a_new_visit_of_the_same_track_begins_at_nothing() -> None:
    with house() as running:
        for index in range(3):
            running.show(index, FakeFace(1), at_ms=250 * index)
        running.show(3, FakeFace(2), at_ms=1_000)
        newcomer = running.show(4, FakeFace(2), at_ms=1_250).faces[0]
    assert newcomer.progress is not None
    assert 1 <= len(newcomer.progress.evidence.kept) <= 2


def test_nothing_of_it_can_go_back_to_a_camera() -> None:
    fields = {field.name for field in dataclasses.fields(VisitProgress)}
    answers = [kind for kind in vars(messages).values() if dataclasses.is_dataclass(kind)]
    assert answers
    assert all(fields.isdisjoint(field.name for field in dataclasses.fields(kind)) for kind in answers)
