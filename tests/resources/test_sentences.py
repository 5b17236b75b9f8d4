"""Every code has a sentence in both languages, and whoever uses a code hands over the figures that it needs."""

from __future__ import annotations

import ast
import enum
import importlib
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from offload_server.wire.messages import ByeReason, Indicator
from pipeline.types import Verdict
from resources.catalogue import LANGUAGES, Catalogue
from resources.sentences import SENTENCES

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("pipeline", "weights", "offload_server", "pi_client", "desktop_app")


def _reason_enums() -> list[type[enum.StrEnum]]:
    """Every ``*Reason`` of every package's ``reasons.py``, and those of the wire."""
    found: list[type[enum.StrEnum]] = [ByeReason]
    for package in PACKAGES:
        if (REPOSITORY / package / "reasons.py").exists():
            module = importlib.import_module(f"{package}.reasons")
            found += [each for name, each in vars(module).items() if name.endswith("Reason")]
    return found


ENUMS = {each.__name__: each for each in _reason_enums()}


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("reasons", ENUMS.values(), ids=ENUMS)
def test_every_reason_has_a_sentence(reasons: type[enum.StrEnum]) -> None:
    assert [reason.value for reason in reasons if reason.value not in SENTENCES] == []


def test_every_verdict_and_indicator_has_a_label() -> None:
    wanted = {f"verdict_{verdict.value.lower()}" for verdict in Verdict}
    wanted |= {f"indicator_{indicator.value}" for indicator in Indicator}
    assert wanted <= set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: str) -> None:
    words = Catalogue(language)
    for code, sentence in SENTENCES.items():
        said = words.say(code, **dict.fromkeys(_fields(sentence), 7))
        assert said not in {"", code}
        assert "{" not in said


WORDLESS_IN_KOREAN = {
    *("tile_value", "tile_value_px", "tile_value_deg", "tile_note"),
    *("full_person_heard", "full_meter", "full_not_kept_one"),
    *("settings_recogniser_sface", "settings_recogniser_openface"),
}
"""Figures, joints and names: Korean writes "41 / 60 px" where English says "41 of 60 px" (board.md 6)."""


def test_the_korean_is_korean_and_uses_the_same_figures() -> None:
    korean = Catalogue("ko")._translations
    for code, sentence in SENTENCES.items():
        translated = korean.gettext(sentence)
        assert _fields(translated) == _fields(sentence), code
        assert code in WORDLESS_IN_KOREAN or re.search("[가-힣]", translated), code


NAMES = {"name", "person"}
"""Parameters that hold a person's name when the sentence is about people."""


def test_no_korean_particle_depends_on_what_is_filled_in() -> None:
    """board.md 6: names are followed by 님; "은(는)" is never printed; other figures take no alternating particle."""
    korean = Catalogue("ko")._translations
    alternating = re.compile(r"\}(은|는|이|가|을|를|과|와|으로|로|이에요|예요|아|야)(?![가-힣])")
    allowed = re.compile(r"\{(limit_)?bytes\}예요")  # always ends in B
    for code, sentence in SENTENCES.items():
        translated = allowed.sub("", korean.gettext(sentence))
        assert not re.search(r"은\(는\)|이\(가\)|을\(를\)|과\(와\)", translated), code
        assert not alternating.search(translated), code


def test_nothing_promises_likeness_in_percent() -> None:
    for sentence in SENTENCES.values():
        assert "%" not in sentence


BOARD = {
    "liveness_doubted": (
        "This may be a photo or a screen. The door stayed locked.",
        "사진이나 화면일 수 있어요. 문은 열지 않았어요.",
    ),
    "indicator_come_closer": ("Come one step closer.", "한 걸음만 가까이 와 주세요."),
    "indicator_look_here": ("Please look at the camera.", "카메라를 봐 주세요."),
    "indicator_hold_still": ("Hold still for a moment.", "잠깐만 멈춰 주세요."),
    "indicator_not_recognised": (
        "The door stays locked. Please ring, or use the PIN.",
        "문을 열지 않았어요. 벨을 누르거나 비밀번호를 입력해 주세요.",
    ),
    "indicator_unavailable": (
        "Face recognition is off right now. Please use your key or PIN.",
        "지금은 얼굴 인식을 쓸 수 없어요. 열쇠나 비밀번호를 사용해 주세요.",
    ),
    "verdict_poor_view": ("Poor view", "판단 불가"),
}


@pytest.mark.parametrize("code", BOARD)
def test_the_board_is_quoted_word_for_word(code: str) -> None:
    assert (Catalogue("en").say(code), Catalogue("ko").say(code)) == BOARD[code]


SAYERS = {"of", "because", "say", "step", "problem"}


def _spoken() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, figures) of every call in our packages that makes a reason or a sentence of a fixed code."""
    for package in PACKAGES:
        for file in sorted((REPOSITORY / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (spoken := _code_and_figures(node)):
                    yield f"{file.relative_to(REPOSITORY)}:{node.lineno}", *spoken


def _code_and_figures(call: ast.Call) -> tuple[str, set[str]] | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if not call.args or not (name in SAYERS or name.endswith("Error")):
        return None
    if any(keyword.arg is None for keyword in call.keywords):
        return None  # **figures: not to be seen from here
    code = _code(call.args[0])
    return None if code is None else (code, {str(keyword.arg) for keyword in call.keywords})


def _code(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value in SENTENCES:
        return argument.value
    if isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name) and argument.value.id in ENUMS:
        return str(ENUMS[argument.value.id][argument.attr].value)
    return None


def test_whoever_speaks_hands_over_every_figure_that_the_sentence_needs() -> None:
    spoken = list(_spoken())
    assert len(spoken) > 50, "the search no longer finds the calls"
    lacking = [
        (place, code, missing) for place, code, given in spoken if (missing := _fields(SENTENCES.get(code, "")) - given)
    ]
    assert lacking == []
