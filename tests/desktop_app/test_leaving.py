"""Ctrl-C and a polite kill, from the first moment on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.leaving import Leaving

_EARLY = """
import os, signal, sys
from desktop_app import __main__ as munjigi
speaking = munjigi._language
def killed_here(given):
    os.kill(os.getpid(), signal.SIGTERM)
    return speaking(given)
munjigi._language = killed_here
sys.exit(munjigi.main(sys.argv[1:]))
"""


@pytest.fixture
def leaving() -> Iterator[Leaving]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    made = Leaving()
    made.listen()
    yield made
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_wish_that_came_early_is_kept(leaving: Leaving, number: signal.Signals) -> None:
    done: list[str] = []
    signal.raise_signal(number)
    assert leaving.is_asked
    leaving.then(lambda: done.append("left"))
    assert done == ["left"]
    signal.raise_signal(number)
    assert done == ["left", "left"], "the impatient are heard again"


@pytest.mark.parametrize("arguments", [[], ["demo"], ["demo", "--headless"]])
def test_killed_before_its_window_it_leaves_in_order(tmp_path: Path, arguments: list[str]) -> None:
    data = tmp_path / "home"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _EARLY, "--data", str(data), "--port", "0", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert not data.exists(), "nothing was begun"
