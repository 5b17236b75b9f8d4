"""Which files are looked at, and how tries at the door are counted."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import datetime as dt
import os
from pathlib import Path

import pytest

from desktop_app.enrolment.photo_model import MOST_PHOTOS, answered, failed, photos_in, read_photo, waiting
from desktop_app.enrolment.try_out_model import TryOut, decided, saw
from desktop_app.painting.strip_model import Sign
from offload_server.household.guided.states import Direction, PhotoOutcome
from offload_server.household.records import EventId, EventRecord, NamedDistance
from pipeline.types import CameraId, LivenessLevel, PersonId, Reason, Verdict, VisitId
from tests.desktop_app.enrolment.drafts import draft
from tests.fakes.outputs import fake_comparison, fake_face, fake_observation

_MINA = PersonId("p1")
_TRY = TryOut(CameraId("c1"), _MINA)
_NAMES = {_MINA: "Mina"}


def test_a_folder_gives_its_pictures_and_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.png", "notes.txt", "c.heic"):
        (tmp_path / name).write_bytes(b"x")
    odd = tmp_path / "notes.txt"
    assert [path.name for path in photos_in([tmp_path, odd, odd])] == ["a.png", "b.JPG", "c.heic", "notes.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_is_named_like_a_photo_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes to it: who opens it waits for ever, and the window's end for them."""
    pipe = tmp_path / "mina.jpg"
    os.mkfifo(pipe)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        reading = pool.submit(read_photo, pipe)
        try:
            with pytest.raises(OSError, match="no file"):
                reading.result(5)
        finally:
            if not reading.done():
                os.close(os.open(pipe, os.O_WRONLY))


def test_a_huge_folder_is_cut_off(tmp_path: Path) -> None:
    for number in range(MOST_PHOTOS + 5):
        (tmp_path / f"{number:03}.jpg").write_bytes(b"x")
    assert len(photos_in([tmp_path])) == MOST_PHOTOS
    assert read_photo(tmp_path / "000.jpg") == b"x"


def test_each_photo_gets_its_own_answer() -> None:
    rows = waiting(waiting((), ["a.jpg"]), ["b.jpg", "c.jpg"])
    assert [row.number for row in rows] == [0, 1, 2]
    rows = answered(rows, 1, PhotoOutcome("b.jpg", draft(Direction.FRONT)))
    rows = failed(rows, 2, Reason.of("enrol_photo_unreadable"))
    assert [row.is_waiting for row in rows] == [True, False, False]
    assert rows[1].draft is not None


def _event(verdict: Verdict, revision: int = 0, *, person: PersonId | None = None, visit: str = "v1") -> EventRecord:
    return EventRecord(
        id=EventId(f"{visit}-{revision}"),
        visit_id=VisitId(visit),
        revision=revision,
        camera_id=CameraId("c1"),
        camera_name="Front door",
        at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        verdict=verdict,
        person_id=person,
        person_name=None,
        nearest=NamedDistance(_MINA, "Mina", 0.7),
        runner_up=None,
        threshold=1.08,
        false_match_rate=1e-3,
        unit="l2",
        margin=None,
        frames_used=3,
        attempts=1,
        newest_frame_age_ms=40.0,
        liveness=LivenessLevel.NONE,
        reasons=(),
        has_snapshot=False,
    )


def test_a_visit_is_a_try_and_its_time_runs_from_the_first_picture() -> None:
    seen = fake_observation("c1", faces=(fake_face("v1"),))
    looking = saw(_TRY, seen, _NAMES)
    done = decided(looking, _event(Verdict.RECOGNISED, person=_MINA), seen.captured_at_ns + 1_100_000_000)
    assert done.last is not None
    assert done.last.seconds == 1.1
    assert (done.recognised, len(done.tries)) == (1, 1)


def test_a_visit_that_is_lifted_counts_once() -> None:
    missed = decided(_TRY, _event(Verdict.UNKNOWN), 0)
    assert (missed.recognised, len(missed.tries)) == (0, 1)
    lifted = decided(missed, _event(Verdict.RECOGNISED, 1, person=_MINA), 0)
    assert (lifted.recognised, len(lifted.tries)) == (1, 1)
    assert decided(lifted, _event(Verdict.UNKNOWN), 0) is lifted, "an older word changes nothing"


def test_somebody_else_does_not_count_as_this_person_and_other_doors_not_at_all() -> None:
    other = decided(_TRY, _event(Verdict.RECOGNISED, person=PersonId("p9")), 0)
    assert other.recognised == 0
    elsewhere = dataclasses.replace(_event(Verdict.RECOGNISED, person=_MINA), camera_id=CameraId("c2"))
    assert decided(_TRY, elsewhere, 0) is _TRY
    assert saw(_TRY, fake_observation("c2"), _NAMES) is _TRY


def test_the_strip_shows_the_decision_once_there_is_one() -> None:
    first = saw(_TRY, fake_observation("c1", faces=(fake_face("v1", comparison=fake_comparison("p1")),)), _NAMES)
    assert first.sign is None
    assert first.strip is not None
    known = decided(first, _event(Verdict.RECOGNISED, person=_MINA), 0)
    after = saw(known, fake_observation("c1", 1, faces=(fake_face("v1"),)), _NAMES)
    assert after.sign is Sign.RECOGNISED
    poor = Reason.of("face_too_small", face_px=41, needed_px=60)
    far = saw(_TRY, fake_observation("c1", 2, faces=(fake_face("v2", reasons=(poor,)),)), _NAMES)
    assert far.sign is Sign.POOR_VIEW
