"""Sentences come out in the right language, whole, and never take an edge down."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources import catalogue
from resources.catalogue import LANGUAGES, Catalogue, negotiate, system_language


def test_a_reason_is_said_in_both_languages() -> None:
    reason = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41.4, needed_px=60)
    assert Catalogue("en").say_reason(reason) == "Too small: 41 of 60 px. Come one step closer."
    assert Catalogue("ko").say_reason(reason) == "얼굴이 너무 작아요: 41 / 60 px. 한 걸음만 가까이 와 주세요."


def test_figures_that_a_sentence_does_not_use_are_left_out() -> None:
    assert Catalogue("en").say("picture_empty", bytes=0).startswith("The picture is empty")


def test_braces_in_a_figure_are_shown_and_not_filled_in() -> None:
    assert "{limit}" in Catalogue("en").say("name_taken", name="{limit}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_comes_back_and_is_logged(language: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Catalogue(language).say("no_such_code", number=1) == "no_such_code"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "no_such_code" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_figure_gives_the_code_and_is_logged(language: str, caplog: pytest.LogCaptureFixture) -> None:
    assert Catalogue(language).say("face_too_small", face_px=41) == "face_too_small"
    assert "needed_px" in caplog.text


def test_an_unreadable_catalogue_leaves_the_sentences_english(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(catalogue, "_DOMAIN", "gone.mo")
    catalogue._translations.cache_clear()
    try:
        assert Catalogue("ko").say("name_empty") == "A name is needed. Please enter one."
    finally:
        catalogue._translations.cache_clear()
    assert "gone.mo" in caplog.text


@dataclass(frozen=True)
class _ForeignReason:
    code: str

    def figures(self) -> dict[str, str | int | float]:
        return {"name": "민지"}


def test_anything_with_a_code_and_figures_can_be_said() -> None:
    assert Catalogue("ko-KR").say_reason(_ForeignReason("name_taken")).startswith("민지 님이 이미 있어요.")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("KO-kr", "ko"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("en;q=0.5, ko", "ko"),
        ("en;q=0.5 , ko;q=0.6", "ko"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr, ko;q=0.1", "ko"),
        ("*", "en"),
        ("*;q=0.5, ko;q=0.9", "ko"),
        ("en;q=0, *;q=0.5", "ko"),
        ("ko;q=0", "en"),
        ("ko;q=2, en;q=0.1", "en"),
        ("ko;q=nan, en;q=0.1", "en"),
        ("kok", "en"),  # Konkani only begins like Korean
        (";;;,,=q", "en"),
    ],
)
def test_accept_language_is_read_as_http_means_it(header: str | None, language: str) -> None:
    assert negotiate(header) == language


def test_the_default_is_taken_when_nothing_fits() -> None:
    assert negotiate("fr", default="ko") == "ko"
    assert negotiate("*", default="ko") == "ko"


@given(st.text())
def test_no_header_takes_the_edge_down(header: str) -> None:
    assert negotiate(header) in LANGUAGES


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR@modern"}, "ko"),
    ],
)
def test_the_language_of_the_system(variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


def test_the_catalogue_is_the_standard_library() -> None:
    loaded = "import sys, resources.catalogue; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    names = set(done.stdout.split())
    assert "resources" in names
    assert not names & {"babel", "numpy", "aiohttp", "pydantic", "pipeline", "offload_server"}
