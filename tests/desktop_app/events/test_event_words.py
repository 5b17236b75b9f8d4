"""What a row and the details say of every kind of decision, in both languages, with names and without."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from desktop_app.events.event_row import NO_VALUE, event_row
from desktop_app.events.event_story import event_story
from desktop_app.painting.strip_model import Sign
from offload_server.household.records import EventRecord, NamedDistance
from pipeline.reasons import PipelineReason as R
from pipeline.types import PersonId, Verdict
from resources.catalogue import LANGUAGES, Catalogue
from tests.desktop_app.events.made_up import AT, JIHO, MINJI, event, refused

ENGLISH = Catalogue("en")
ERASED = NamedDistance(PersonId("erased"), None, 0.81)
TOO_FAR = replace(
    refused(Verdict.UNKNOWN, R.NEAREST_TOO_FAR, distance=1.31, threshold=1.08), nearest=replace(MINJI, distance=1.31)
)
ALIKE = replace(
    refused(Verdict.UNCERTAIN, R.TOO_ALIKE, margin=0.07, needed=0.1), runner_up=replace(JIHO, distance=0.88)
)
AT_GATE = refused(Verdict.UNCERTAIN, R.CLOSE_TO_THRESHOLD, distance=1.05, threshold=1.08)
SMALL = replace(
    refused(Verdict.POOR_VIEW, R.FACE_TOO_SMALL, face_px=41, needed_px=60),
    nearest=None,
    runner_up=None,
    threshold=None,
    unit=None,
)
NOBODY = replace(refused(Verdict.UNKNOWN, R.NO_ONE_ENROLLED), nearest=None, runner_up=None)
FAR_FROM_GONE = replace(TOO_FAR, nearest=replace(ERASED, distance=1.31))
GONE = event(person_id=None, person_name=None, nearest=ERASED)
ALONE = event(runner_up=None)
PHOTO = refused(Verdict.ATTACK_SUSPECTED, R.LIVENESS_DOUBTED)
CUT_OFF = replace(refused(Verdict.POOR_VIEW, R.FACE_CUT_OFF), nearest=None, runner_up=None, threshold=None)


@pytest.mark.parametrize(
    ("record", "sign", "title", "value", "why"),
    [
        (event(), Sign.RECOGNISED, "Minji", "0.81", "0.27 inside the threshold"),
        (TOO_FAR, Sign.UNKNOWN, "Unknown", "1.31", "Nearest Minji, 0.23 too far"),
        (FAR_FROM_GONE, Sign.UNKNOWN, "Unknown", "1.31", "Nearest one 0.23 too far"),
        (ALIKE, Sign.UNCERTAIN, "Uncertain", "0.81", "Minji or Jiho?"),
        (replace(ALIKE, nearest=ERASED), Sign.UNCERTAIN, "Uncertain", "0.81", "Two people too alike"),
        (AT_GATE, Sign.UNCERTAIN, "Uncertain", "0.81", "Too close to the threshold"),
        (SMALL, Sign.POOR_VIEW, "Poor view", NO_VALUE, "Too small: 41 of 60 px"),
        (CUT_OFF, Sign.POOR_VIEW, "Poor view", NO_VALUE, "Partly outside"),
        (NOBODY, Sign.UNKNOWN, "Unknown", NO_VALUE, "Nobody enrolled yet"),
        (PHOTO, Sign.ATTACK, "Attack suspected", "0.81", "Maybe a photo or a screen"),
        (GONE, Sign.RECOGNISED, "Erased person", "0.81", "0.27 inside the threshold"),
    ],
)  # fmt: skip
def test_a_row(record: EventRecord, sign: Sign, title: str, value: str, why: str) -> None:
    row = event_row(record, ENGLISH)
    assert (row.sign, row.title, row.value, row.why, row.door) == (sign, title, value, why, "Front door")
    assert row.time == AT.astimezone().strftime("%H:%M:%S")
    assert all(part in row.heard for part in (row.time, title, "Front door", why))


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (event(), "Minji (0.81) is 0.27 inside the threshold 1.08. The next, Jiho (1.24), is 0.43 further away."),
        (ALONE, "Minji (0.81) is 0.27 inside the threshold 1.08. There was nobody else to compare with."),
        (TOO_FAR, "Nobody enrolled is near enough. The nearest, Minji (1.31), is 0.23 beyond the threshold 1.08."),
        (ALIKE, "Minji (0.81) and Jiho (0.88) are only 0.07 apart. To be sure they must differ by 0.10."),
        (SMALL, "Too small: 41 of 60 px. Come one step closer."),
    ],
)  # fmt: skip
def test_why_in_two_sentences(record: EventRecord, why: str) -> None:
    assert event_story(record, ENGLISH).why == why


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record", [event(), TOO_FAR, ALIKE, AT_GATE, SMALL, NOBODY, PHOTO, CUT_OFF])
def test_nobody_who_was_erased_is_named(record: EventRecord, language: str) -> None:
    words = Catalogue(language)
    for erased in (
        replace(record, person_id=None, person_name=None, nearest=record.nearest and ERASED),
        replace(record, runner_up=record.runner_up and replace(ERASED, distance=1.24)),
    ):
        row, story = event_row(erased, words), event_story(erased, words)
        assert row.title
        assert row.why
        assert story.why
        assert story.heading
        for said in (row.heard, story.why, row.why):
            assert "None" not in said
            assert "  " not in said
            assert "()" not in said


def test_what_was_not_checked_is_said() -> None:
    texts = [fact.text for fact in event_story(event(), ENGLISH).facts]
    assert "Not checked: living person or photo" in texts
    assert "Decided 1.40 s after capture" in texts
    assert "Pictures used: 5 · comparisons: 2" in texts
    assert "Threshold for 1 stranger in 10,000" in texts


def test_a_day_is_local() -> None:
    midnight = dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-11)))
    assert event_row(event(at=midnight), ENGLISH).day == midnight.astimezone().date()
