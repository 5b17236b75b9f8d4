"""Tracking: the same face keeps its id, no id comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tracking import TrackerState, associate, intersection_over_union
from pipeline.types import Box, DetectedFace, TrackId

MS = 1_000_000


def face(left: float, top: float = 100, width: float = 80) -> DetectedFace:
    return DetectedFace(Box(left, top, width, width * 1.2), None, 0.9)


boxes = st.builds(face, st.floats(0, 600), st.floats(0, 400), st.floats(10, 200))
frames = st.lists(st.tuples(st.lists(boxes, max_size=5), st.integers(1, 4_000)), max_size=20)


def test_a_walking_face_keeps_its_id() -> None:
    state = TrackerState()
    ids: list[TrackId] = []
    for step in range(20):
        state, found = associate(state, [face(20.0 * step)], step * 80 * MS)
        ids.extend(found)
    assert set(ids) == {TrackId(1)}


def test_two_people_keep_their_ids_whatever_order_the_detector_lists_them_in() -> None:
    state, first = associate(TrackerState(), [face(100), face(300)], 0)
    _, second = associate(state, [face(305), face(104)], 80 * MS)
    assert second == (first[1], first[0])


def test_a_track_outlives_a_look_away_of_less_than_three_seconds() -> None:
    state, first = associate(TrackerState(), [face(100)], 0)
    state, _ = associate(state, [], 1_000 * MS)
    _, again = associate(state, [face(120)], 2_900 * MS)
    assert again == first


def test_after_three_seconds_out_of_sight_it_is_another_track() -> None:
    state, first = associate(TrackerState(), [face(100)], 0)
    state, again = associate(state, [face(100)], 3_000 * MS)
    assert again != first
    assert len(state.tracks) == 1


@pytest.mark.parametrize(
    "other",
    [face(100, width=170), face(100, width=35), face(400)],
    ids=["twice as large", "half as large", "far off"],
)
def test_a_face_that_cannot_be_the_same_begins_a_track(other: DetectedFace) -> None:
    state, first = associate(TrackerState(), [face(100)], 0)
    _, second = associate(state, [other], 40 * MS)
    assert first != second


def test_a_longer_absence_allows_a_longer_way() -> None:
    state, first = associate(TrackerState(), [face(100)], 0)
    _, soon = associate(state, [face(200)], 40 * MS)
    _, later = associate(state, [face(200)], 1_000 * MS)
    assert soon != first
    assert later == first


@given(frames)
def test_ids_are_distinct_within_a_frame_and_never_come_back(history: list[tuple[list[DetectedFace], int]]) -> None:
    state, now_ms, dead, alive = TrackerState(), 0, set[TrackId](), set[TrackId]()
    for faces, pause_ms in history:
        now_ms += pause_ms
        state, ids = associate(state, faces, now_ms * MS)
        assert len(ids) == len(set(ids)) == len(faces)
        assert not dead & set(ids)
        now_alive = {track.track_id for track in state.tracks}
        dead |= alive - now_alive
        alive = now_alive


@given(boxes, boxes)
def test_overlap_is_symmetric_and_one_for_the_same_box(one: DetectedFace, other: DetectedFace) -> None:
    overlap = intersection_over_union(one.box, other.box)
    assert overlap == pytest.approx(intersection_over_union(other.box, one.box))
    assert 0 <= overlap <= 1 + 1e-9
    assert intersection_over_union(one.box, one.box) == pytest.approx(1)
