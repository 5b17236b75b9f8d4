"""What programs and people get to read."""

from __future__ import annotations

import io
import json
import unicodedata

from offload_server.demo.narration import JsonNarrator, PeopleNarrator
from offload_server.demo.summary import Counters, Record
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, Verdict
from resources.catalogue import Catalogue
from tests.offload_server.demo.decisions import MINJI, RECOGNISED, STRANGER, shown

COUNTERS = Counters(frames=612, frames_with_face=301, seconds=30.004)
POOR = shown(
    Verdict.POOR_VIEW,
    visit_id="v3",
    distance=None,
    reasons=(Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60),),
)


def _json_lines(narrate: str, *arguments: object) -> tuple[dict[str, object], str]:
    out, err = io.StringIO(), io.StringIO()
    getattr(JsonNarrator(Catalogue("en"), out, err), narrate)(*arguments)
    return json.loads(out.getvalue() or "{}"), err.getvalue()


def test_a_decision_line() -> None:
    line, _ = _json_lines("decision", RECOGNISED)
    wanted = {"event": "decision", "camera": "Front door", "decision": "RECOGNISED", "person": "Minji"}
    assert line | wanted == line
    assert (line["distance"], line["unit"], line["revision"], line["expected"]) == (0.6124, "l2", 0, ["Minji"])


def test_a_poor_view_has_no_distance_and_says_why() -> None:
    line, _ = _json_lines("decision", POOR)
    assert (line["person"], line["distance"], line["unit"]) == (None, None, None)
    assert line["reasons"] == [
        {
            "code": "face_too_small",
            "parameters": {"face_px": 41, "needed_px": 60},
            "detail": "Too small: 41 of 60 px. Come one step closer.",
        }
    ]


def test_the_summary_line() -> None:
    line, err = _json_lines("summary", Record([RECOGNISED, STRANGER], {"front"}), COUNTERS, ())
    assert line == {
        "event": "summary",
        "frames": 612,
        "frames_with_face": 301,
        "frames_per_second": 20.4,
        "decisions": {"RECOGNISED": 1, "UNKNOWN": 1, "UNCERTAIN": 0, "POOR_VIEW": 0, "ATTACK_SUSPECTED": 0},
        "wrong_names": 0,
        "seconds": 30.0,
        "welcomed": ["front"],
        "passed": True,
        "failures": [],
    }
    assert err == ""


def test_a_failure_is_in_the_summary_and_said_to_people() -> None:
    line, err = _json_lines("summary", Record([STRANGER]), COUNTERS, (Reason.of("demo_nobody_recognised"),))
    assert line["passed"] is False
    assert err.startswith("Nobody was recognised.")


def test_steps_keep_off_the_json_lines() -> None:
    line, err = _json_lines("step", "demo_loading")
    assert (line, err) == ({}, "Starting the server and loading the networks.\n")


def test_a_problem_is_a_line_and_a_sentence() -> None:
    line, err = _json_lines("problem", Reason.of("demo_models_missing", names="yunet", folder="models"))
    assert (line["event"], line["code"]) == ("problem", "demo_models_missing")
    assert "munjigi-lab weights install" in err


def _told(language: str) -> list[str]:
    out = io.StringIO()
    narrator = PeopleNarrator(Catalogue(language), out, io.StringIO())
    korean = shown(camera="현관", person="민지", expected=frozenset({"민지"}))
    narrator.step("demo_ready", seconds=30)
    narrator.decision(korean if language == "ko" else RECOGNISED)
    narrator.decision(STRANGER)
    narrator.decision(POOR)
    narrator.summary(Record([RECOGNISED, STRANGER, POOR], {"front"}), COUNTERS, ())
    return out.getvalue().splitlines()


def test_people_read_aligned_english() -> None:
    assert _told("en") == [
        "Ready. Watching both doors for 30 s.",
        "  3.2 s  Front door   Recognised        Minji    distance 0.61 L2 · threshold 1.07 L2",
        "  3.2 s  Front door   Unknown           –        distance 1.30 L2 · threshold 1.07 L2",
        "  3.2 s  Front door   Poor view         –",
        "         Too small: 41 of 60 px. Come one step closer.",
        "",
        "612 frames searched in 30.0 s, 20.4 a second; 301 had a face in them.",
        "Recognised 1 · Unknown 1 · Uncertain 0 · Poor view 1 · Attack suspected 0",
        "Everyone was named rightly, and a stranger stayed unknown.",
    ]


def test_people_read_aligned_korean() -> None:
    recognised, unknown = _told("ko")[1:3]
    assert "확인됨" in recognised
    assert "모르는 사람" in unknown
    assert _column(recognised, "거리") == _column(unknown, "거리")


def _column(line: str, word: str) -> int:
    """Where ``word`` begins on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line[: line.index(word)])


def test_the_expected_person_is_known_to_the_line_of_programs_only() -> None:
    assert RECOGNISED.expected == MINJI
    assert "expected" not in "\n".join(_told("en"))
