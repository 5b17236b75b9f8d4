"""One word for the door, and never more than a word."""

from __future__ import annotations

import pytest

from offload_server.indicators import DECISION_SHOWN_NS, OBSERVATION_VALID_NS, DoorIndicator
from offload_server.wire.messages import Indicator
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, Verdict
from tests.fakes.outputs import fake_decision, fake_face, fake_observation

NOW = 1_000_000_000_000


@pytest.mark.parametrize(
    ("reason", "indicator"),
    [
        (PipelineReason.FACE_TOO_SMALL, Indicator.COME_CLOSER),
        (PipelineReason.FACE_TURNED, Indicator.LOOK_HERE),
        (PipelineReason.FACE_TILTED, Indicator.LOOK_HERE),
        (PipelineReason.FACE_LEANING, Indicator.LOOK_HERE),
        (PipelineReason.FACE_CUT_OFF, Indicator.LOOK_HERE),
        (PipelineReason.FACE_BLURRED, Indicator.HOLD_STILL),
        (PipelineReason.FACE_TOO_DARK, Indicator.LOOKING),
        (None, Indicator.LOOKING),
    ],
)
def test_a_face_is_told_what_would_help(reason: PipelineReason | None, indicator: Indicator) -> None:
    door = DoorIndicator()
    reasons = () if reason is None else (Reason.of(reason),)
    door.saw(fake_observation(faces=(fake_face(reasons=reasons),)), NOW)
    assert door.current(NOW) is indicator


@pytest.mark.parametrize(
    ("verdict", "indicator"),
    [
        (Verdict.RECOGNISED, Indicator.RECOGNISED),
        (Verdict.UNKNOWN, Indicator.NOT_RECOGNISED),
        (Verdict.UNCERTAIN, Indicator.NOT_RECOGNISED),
        (Verdict.POOR_VIEW, Indicator.NOT_RECOGNISED),
        (Verdict.ATTACK_SUSPECTED, Indicator.NOT_RECOGNISED),
    ],
)
def test_a_decision_is_shown_for_three_seconds(verdict: Verdict, indicator: Indicator) -> None:
    door = DoorIndicator()
    door.decided(fake_decision(verdict=verdict), NOW)
    assert door.current(NOW + DECISION_SHOWN_NS - 1) is indicator
    assert door.current(NOW + DECISION_SHOWN_NS) is Indicator.IDLE


def test_a_poor_view_says_what_would_help() -> None:
    door = DoorIndicator()
    door.decided(fake_decision(verdict=Verdict.POOR_VIEW, reasons=(Reason.of(PipelineReason.FACE_TOO_SMALL),)), NOW)
    assert door.current(NOW) is Indicator.COME_CLOSER


def test_who_was_recognised_is_not_asked_again() -> None:
    door = DoorIndicator()
    door.decided(fake_decision("v1"), NOW)
    door.saw(fake_observation(faces=(fake_face("v1"),)), NOW + DECISION_SHOWN_NS)
    assert door.current(NOW + DECISION_SHOWN_NS) is Indicator.IDLE


def test_who_was_not_recognised_may_still_be() -> None:
    door = DoorIndicator()
    door.decided(fake_decision("v1", Verdict.UNKNOWN), NOW)
    door.saw(fake_observation(faces=(fake_face("v1"),)), NOW + DECISION_SHOWN_NS)
    assert door.current(NOW + DECISION_SHOWN_NS) is Indicator.LOOKING


def test_an_empty_or_old_picture_is_idle() -> None:
    door = DoorIndicator()
    assert door.current(NOW) is Indicator.IDLE
    door.saw(fake_observation(faces=(fake_face(),)), NOW)
    assert door.current(NOW + OBSERVATION_VALID_NS) is Indicator.IDLE
    door.saw(fake_observation(), NOW)
    assert door.current(NOW) is Indicator.IDLE
