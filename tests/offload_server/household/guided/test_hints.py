"""The one most useful sentence, and how long it stays."""

from __future__ import annotations

import dataclasses

import pytest

from offload_server.household.guided.directions import STRAIGHT
from offload_server.household.guided.eyes import FLOOR
from offload_server.household.guided.gates import Asked
from offload_server.household.guided.hints import Hint, Sight, SteadyHint, arrow_of, choose_hint
from offload_server.household.guided.reasons import GuidedReason as Say
from offload_server.household.guided.states import Direction
from pipeline.reasons import PipelineReason
from pipeline.types import ObservedFace, Reason
from resources.catalogue import LANGUAGES, Catalogue
from resources.guided_sentences import GUIDED_SENTENCES
from tests.offload_server.household.guided.scenes import posed

SMALL = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
CUT = Reason.of(PipelineReason.FACE_CUT_OFF)
DARK = Reason.of(PipelineReason.FACE_TOO_DARK, brightness=20, needed=30)
BRIGHT = Reason.of(PipelineReason.FACE_TOO_BRIGHT, brightness=210, limit=205)
FLAT = Reason.of(PipelineReason.FACE_LOW_CONTRAST, contrast=6, needed=12)
BLURRED = Reason.of(PipelineReason.FACE_BLURRED, sharpness=9, needed=15)
LEANING = Reason.of(PipelineReason.FACE_LEANING, roll_deg=26, limit_deg=20)
SEC = 1_000_000_000


def sight(*faces: ObservedFace, wanted: Direction | None = Direction.LEFT, **more: object) -> Sight:
    made = Sight(faces, Asked(wanted, STRAIGHT, FLOOR), "Minji", missing=3)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def said(seen: Sight) -> str:
    return choose_hint(seen).hint.code


def test_what_stands_in_the_way_comes_first() -> None:
    """Each one is said though everything after it is wrong, too."""
    everything = [SMALL, CUT, DARK, BRIGHT, FLAT, BLURRED]
    said_of_them = []
    while everything:
        said_of_them.append(said(sight(posed(None, eyes=0.02, reasons=(*everything[::-1], LEANING)))))
        everything.pop(0)
    assert said_of_them == [
        Say.TOO_FAR,
        Say.CUT_OFF,
        Say.TOO_DARK,
        Say.TOO_BRIGHT,
        Say.LOW_CONTRAST,
        Say.BLURRED,
    ]
    assert said(sight(posed(None, eyes=0.02, reasons=(LEANING,)))) == Say.EYES_CLOSED
    assert said(sight(posed(None, reasons=(LEANING,)))) == Say.LEANING
    assert said(sight(posed(None))) == Say.TURN_LEFT
    assert said(sight(posed(None, reasons=(SMALL,)), posed(None))) == Say.SEVERAL_FACES
    assert said(sight()) == Say.NO_FACE
    assert said(sight(posed(None, reasons=(SMALL,)), rejected=True)) == Say.SOMEONE_ELSE


def test_a_dark_face_before_a_bright_wall_is_backlit() -> None:
    dark = posed(None, reasons=(DARK,))
    assert said(sight(dark, picture_luma=150.0)) == Say.BACKLIT
    assert said(sight(dark, picture_luma=35.0)) == Say.TOO_DARK
    assert choose_hint(sight(dark)).detail == Reason.of(Say.LIGHT_FIGURES, brightness=20, needed=30)


@pytest.mark.parametrize(
    ("wanted", "pose", "code", "arrow"),
    [
        (Direction.LEFT, (2, 0), Say.TURN_LEFT, Direction.LEFT),
        (Direction.RIGHT, (2, 0), Say.TURN_RIGHT, Direction.RIGHT),
        (Direction.UP, (2, 0), Say.TURN_UP, Direction.UP),
        (Direction.DOWN, (2, 0), Say.TURN_DOWN, Direction.DOWN),
        (Direction.LEFT, (34, 0), Say.TURN_BACK, Direction.RIGHT),
        (Direction.UP, (0, 29), Say.TURN_BACK, Direction.DOWN),
        (Direction.LEFT, (20, 0), Say.HOLD, None),
        (Direction.LEFT, (20, 18), Say.TURN_DOWN, Direction.DOWN),
        (Direction.DOWN, (-18, -20), Say.TURN_LEFT, Direction.LEFT),
        (Direction.FRONT, (14, 0), Say.LOOK_STRAIGHT, None),
        (Direction.FRONT, (0, 3), Say.HOLD, None),
    ],
)
def test_how_to_turn(wanted: Direction, pose: tuple[float, float], code: Say, arrow: Direction | None) -> None:
    hint = choose_hint(sight(posed(None, pose), wanted=wanted)).hint
    assert hint.code == code
    assert arrow_of(hint) is arrow


def test_the_smaller_line_counts_down() -> None:
    held = posed(None, (20, 0))
    assert choose_hint(sight(held)).detail == Reason.of(Say.EYES_ON_CAMERA)
    assert choose_hint(sight(held, begun=True, missing=2)).detail == Reason.of(Say.TWO_MORE)
    assert choose_hint(sight(held, begun=True, missing=1)).detail == Reason.of(Say.ONE_MORE)
    assert choose_hint(sight(held, begun=True, missing=5)).detail == Reason.of(Say.MORE, count=5)
    small = posed(None, (20, 0), width_px=71.9)
    assert choose_hint(sight(small)).detail == Reason.of(Say.AIMED_SIZE, face_px=71, aimed_px=80)
    assert choose_hint(sight(held, without_movement=True)).detail == Reason.of(Say.STILL_COST)
    assert choose_hint(sight(posed(None, (14.9, 0)))).detail == Reason.of(Say.TURN_FIGURES, turn_deg=14, needed_deg=15)


def test_when_nothing_new_comes_a_little_movement_helps() -> None:
    assert said(sight(posed(None, (20, 0)), alike=True)) == Say.MOVE_SLIGHTLY


def test_when_all_is_there_it_says_so_and_on_arrival_it_waits() -> None:
    assert said(sight(posed(None), wanted=None)) == Say.COMPLETE
    assert said(sight(posed(None), wanted=Direction.ARRIVAL, arriving=True)) == Say.AS_YOU_ARRIVE
    assert said(sight(posed(None), wanted=Direction.ARRIVAL)) == Say.HOLD


def hint(code: Say, **figures: int) -> Hint:
    return Hint(Reason.of(code), Reason.of(Say.TURN_FIGURES, **figures) if figures else None)


def shown(steady: SteadyHint) -> str:
    assert steady.shown is not None
    return steady.shown.hint.code


def test_a_sentence_stays_for_a_second_and_a_half() -> None:
    steady = SteadyHint().step(hint(Say.NO_FACE), 0)
    for ms in range(0, 1500, 50):
        steady = steady.step(hint(Say.TOO_FAR), ms * 1_000_000)
        assert shown(steady) == Say.NO_FACE, ms
    assert shown(steady.step(hint(Say.TOO_FAR), int(1.5 * SEC))) == Say.TOO_FAR


def test_a_blink_says_nothing() -> None:
    steady = SteadyHint().step(hint(Say.HOLD), 0)
    steady = steady.step(hint(Say.EYES_CLOSED), 5 * SEC)
    steady = steady.step(hint(Say.EYES_CLOSED), 5 * SEC + 250_000_000)
    assert shown(steady) == Say.HOLD
    steady = steady.step(hint(Say.HOLD), 5 * SEC + 280_000_000)
    steady = steady.step(hint(Say.EYES_CLOSED), 5 * SEC + 400_000_000)
    assert shown(steady) == Say.HOLD, "the blink before does not count"


def test_hints_that_flicker_do_not_show_in_turn() -> None:
    steady, changes, last = SteadyHint(), [], ""
    for frame in range(300):
        code = Say.TURN_LEFT if frame % 2 else Say.BLURRED
        steady = steady.step(hint(code), frame * 66_000_000)
        if shown(steady) != last:
            last = shown(steady)
            changes.append(frame)
    assert changes == [0]


def test_the_figures_follow_twice_a_second_at_most() -> None:
    steady, details = SteadyHint(), []
    for frame in range(30):
        steady = steady.step(hint(Say.TURN_LEFT, turn_deg=frame, needed_deg=15), frame * 66_000_000)
        assert steady.shown is not None
        details.append(steady.shown.detail)
    assert 3 <= len(set(details)) <= 5


def test_a_clock_that_jumps_back_does_not_keep_a_hint_for_ever() -> None:
    steady = SteadyHint().step(hint(Say.NO_FACE), 100 * SEC)
    assert shown(steady.step(hint(Say.TOO_FAR), 3 * SEC)) == Say.TOO_FAR


def test_nothing_without_a_hint_has_an_arrow() -> None:
    assert arrow_of(None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_said(language: str) -> None:
    words = Catalogue(language)
    figures = {
        "faces": 2, "person": "민지", "other": "민서", "face_px": 41, "needed_px": 60, "aimed_px": 80, "brightness": 20,
        "needed": 30, "limit": 205, "contrast": 6, "sharpness": 9, "eye_openness": 0.1, "roll_deg": 25, "limit_deg": 20,
        "turn_deg": 11, "needed_deg": 15, "direction": "left", "count": 4, "distance": 0.9, "threshold": 1.07,
    }  # fmt: skip
    for code in Say:
        assert code in GUIDED_SENTENCES
        sentence = words.say(code, **figures)
        assert sentence != code
        assert "{" not in sentence
        is_hint = list(Say).index(code) <= list(Say).index(Say.COMPLETE)
        assert not is_hint or (len(sentence) <= 42 and not any(each.isdigit() for each in sentence))
