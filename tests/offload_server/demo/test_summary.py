"""When the demo may say that it showed what it had to."""

from __future__ import annotations

import pytest

from offload_server.demo.summary import Counters, Record, ShownDecision
from pipeline.types import Verdict
from tests.offload_server.demo.decisions import MINJI, RECOGNISED, STRANGER, shown


def _codes(record: Record) -> list[str]:
    return [reason.code for reason in record.failures()]


def test_one_recognised_one_stranger_and_a_told_door_are_enough() -> None:
    assert _codes(Record([RECOGNISED, STRANGER], {"front"})) == []


@pytest.mark.parametrize(
    ("decisions", "welcomed", "failures"),
    [
        ([], set(), ["demo_nobody_recognised", "demo_no_stranger"]),
        ([STRANGER], set(), ["demo_nobody_recognised"]),
        ([RECOGNISED], {"front"}, ["demo_no_stranger"]),
        ([RECOGNISED, STRANGER], set(), ["demo_door_not_told"]),
        ([RECOGNISED, STRANGER], {"gate"}, ["demo_door_not_told"]),
    ],
)
def test_what_is_missing_is_named(decisions: list[ShownDecision], welcomed: set[str], failures: list[str]) -> None:
    assert _codes(Record(decisions, welcomed)) == failures


@pytest.mark.parametrize(
    "wrong",
    [
        shown(visit_id="v3", person="Minji", expected=frozenset()),
        shown(visit_id="v3", person="Ha-eun", expected=MINJI),
        shown(visit_id="v3", person=None, expected=MINJI),
    ],
    ids=["a stranger got a name", "somebody got another's name", "recognised as nobody"],
)
def test_a_wrong_name_spoils_everything(wrong: ShownDecision) -> None:
    record = Record([RECOGNISED, STRANGER, wrong], {"front"})
    assert record.wrong_names == 1
    assert _codes(record) == ["demo_wrong_name"]


def test_somebody_known_who_stays_unknown_is_no_wrong_name() -> None:
    assert not shown(Verdict.UNKNOWN, expected=MINJI).is_wrong_name


def test_a_visit_counts_once_by_its_last_revision() -> None:
    lifted = shown(visit_id="v2", revision=1, person="Minji", expected=MINJI)
    record = Record([lifted, STRANGER])
    assert record.visits() == {Verdict.RECOGNISED: 1}


def test_a_wrong_name_counts_in_every_revision() -> None:
    assert Record([shown(person="Minji"), shown(person="Minji", revision=1)]).wrong_names == 2


def test_frames_per_second() -> None:
    assert Counters(frames=60, frames_with_face=20, seconds=2.0).frames_per_second == 30
    assert Counters(frames=0, frames_with_face=0, seconds=0.0).frames_per_second == 0
