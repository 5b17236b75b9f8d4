"""Hints are spoken by a child process, the newest one only, and never by a machine that has no voice."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.enrolment.spoken_hints import SpokenHints

_FAKE = """#!{python}
import sys, time
said = sys.stdin.read()
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(" ".join(sys.argv[1:]) + "|" + said + "\\n")
time.sleep({seconds})
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return programs


@pytest.fixture
def hints(qtbot: QtBot) -> Iterator[SpokenHints]:
    made = SpokenHints()
    yield made
    made.close()
    made.deleteLater()


def _install(folder: Path, seconds: float = 0.0, text: str = _FAKE) -> Path:
    log = folder / "said.txt"
    program = folder / "espeak-ng"
    program.write_text(text.format(python=sys.executable, log=str(log), seconds=seconds), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return log


def _said(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_without_the_program_nothing_speaks_and_nothing_breaks(folder: Path, hints: SpokenHints) -> None:
    assert not hints.is_installed()
    hints.speak("Turn to your left", "en")
    hints.stop()


def test_a_hint_is_spoken_in_the_readers_language(folder: Path, hints: SpokenHints, qtbot: QtBot) -> None:
    log = _install(folder)
    assert hints.is_installed()
    hints.switch(on=True)
    hints.hear("왼쪽으로 돌려 주세요", "ko")
    qtbot.waitUntil(lambda: len(_said(log)) == 1, timeout=10_000)
    assert _said(log) == ["-v ko -s 150 --stdin|왼쪽으로 돌려 주세요"]


def test_the_same_hint_is_spoken_once_and_a_quiet_screen_says_nothing(
    folder: Path, hints: SpokenHints, qtbot: QtBot
) -> None:
    log = _install(folder)
    hints.hear("Not switched on", "en")
    hints.switch(on=True)
    hints.hear("Come closer", "en")
    qtbot.waitUntil(lambda: len(_said(log)) == 1, timeout=10_000)
    hints.hear("Come closer", "en")
    hints.hear("Hold still", "en")
    qtbot.waitUntil(lambda: len(_said(log)) == 2, timeout=10_000)
    assert [line.partition("|")[2] for line in _said(log)] == ["Come closer", "Hold still"]


def test_a_new_hint_cuts_the_old_one_off(folder: Path, hints: SpokenHints, qtbot: QtBot) -> None:
    log = _install(folder, seconds=60)
    hints.speak("A long one", "en")
    qtbot.waitUntil(lambda: len(_said(log)) == 1, timeout=10_000)
    hints.speak("The next one", "en")
    qtbot.waitUntil(lambda: len(_said(log)) == 2, timeout=10_000)


def test_a_program_that_cannot_start_is_reported(folder: Path, hints: SpokenHints, qtbot: QtBot) -> None:
    _install(folder, text="#!{python}-that-is-not-there\n# {log!r} {seconds}")
    hints.switch(on=True)
    with qtbot.waitSignal(hints.failed, timeout=10_000):
        hints.hear("Turn", "en")
    assert not hints.is_on
