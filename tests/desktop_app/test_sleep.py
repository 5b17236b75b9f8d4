"""This PC stays awake while cameras are connected, by means that end with us."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.sleep import ChildMeans, SleepGuard, Wakefulness, means_here

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fake is a shell script")


class FakeMeans:
    def __init__(self, *, succeeds: bool = True) -> None:
        self.succeeds = succeeds
        self.calls: list[str] = []
        self.lost: Callable[[], None] = lambda: None

    def take(self, why: str, lost: Callable[[], None]) -> bool:
        self.calls.append(why)
        self.lost = lost
        return self.succeeds

    def give_back(self) -> None:
        self.calls.append("back")


def _fake_inhibit(folder: Path, *, refuses: bool = False) -> Path:
    """As systemd-inhibit: runs its last argument while it holds the lock; the lock is a file here."""
    program = folder / "systemd-inhibit"
    begin = "exit 1" if refuses else f'echo "$$ $*" > {folder}/held\n"${{@: -1}}"\nrm {folder}/held'
    program.write_text(f"#!/usr/bin/env bash\n{begin}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is there while the lock is held."""
    _fake_inhibit(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path / "held"


def test_it_asks_once_and_gives_back_once() -> None:
    means = FakeMeans()
    guard = SleepGuard(means)
    guard.keep_awake(True, "cameras")
    guard.keep_awake(True, "cameras")
    assert (means.calls, guard.state) == (["cameras"], Wakefulness.HELD)
    guard.keep_awake(False)
    assert (means.calls, guard.state) == (["cameras", "back"], Wakefulness.NOT_ASKED)


@pytest.mark.parametrize(
    ("means", "state"), [(None, Wakefulness.NO_MEANS), (FakeMeans(succeeds=False), Wakefulness.REFUSED)]
)
def test_it_says_when_it_cannot(means: FakeMeans | None, state: Wakefulness) -> None:
    guard = SleepGuard(means)
    told: list[Wakefulness] = []
    guard.changed.connect(told.append)
    guard.keep_awake(True)
    assert told == [state]
    assert state.has_failed
    guard.release()
    assert told == [state, Wakefulness.NOT_ASKED]


def test_a_lock_that_is_lost_is_said() -> None:
    means = FakeMeans()
    guard = SleepGuard(means)
    guard.keep_awake(True)
    means.lost()
    states = [guard.state]
    guard.keep_awake(False)
    means.lost()
    assert [*states, guard.state] == [Wakefulness.REFUSED, Wakefulness.NOT_ASKED]


def test_the_child_holds_the_lock_and_gives_it_back(held: Path, qtbot: QtBot) -> None:
    guard = SleepGuard(means_here())
    guard.keep_awake(True, "Cameras at the doors are watched")
    qtbot.waitUntil(held.exists, timeout=20_000)
    asked = held.read_text()
    assert "--what=sleep:idle" in asked
    assert "--why=Cameras at the doors are watched" in asked
    began = time.monotonic()
    guard.release()
    assert time.monotonic() - began < 0.2, "the GUI thread does not wait for it"
    process = int(asked.split()[0])
    qtbot.waitUntil(lambda: not _is_alive(process), timeout=20_000)


def test_a_system_that_refuses_is_said(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake_inhibit(tmp_path, refuses=True)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    guard = SleepGuard(means_here())
    guard.keep_awake(True)
    qtbot.waitUntil(lambda: guard.state is Wakefulness.REFUSED, timeout=20_000)
    guard.release()


def test_a_program_that_is_not_there_is_said(qtbot: QtBot) -> None:
    guard = SleepGuard(ChildMeans(lambda _: ["munjigi-has-no-such-program"]))
    guard.keep_awake(True)
    qtbot.waitUntil(lambda: guard.state is Wakefulness.REFUSED, timeout=20_000)
    guard.release()


def test_nothing_is_there_where_nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert means_here() is None


def test_the_lock_is_gone_when_the_station_is_killed(held: Path) -> None:
    program = (
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from desktop_app.sleep import SleepGuard, means_here\n"
        "app = QCoreApplication([])\n"
        "guard = SleepGuard(means_here())\n"
        "guard.keep_awake(True, 'x')\n"
        "app.exec()\n"
    )
    killed = subprocess.Popen([sys.executable, "-c", program])
    try:
        _wait_until(held.exists)
        holder = int(held.read_text().split()[0])
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    _wait_until(lambda: not held.exists())
    _wait_until(lambda: not _is_alive(holder))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
