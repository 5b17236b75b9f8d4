"""A second start, and a port that somebody else has: processes as a user starts them, on one real display."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktop_app.journey.watched import Watched
from tests.desktop_app.journey.x_server import Display, x_server

_MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)} (scripts/setup test)")
Start = Callable[..., Watched]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    (tmp_path / "display").mkdir()
    with x_server(tmp_path / "display") as made:
        yield made


@pytest.fixture
def start(display: Display, tmp_path: Path) -> Iterator[Start]:
    """``start(data, port)``: a station without models, which are not needed here."""
    with contextlib.ExitStack() as started:

        def begin(data: str, port: int = 0) -> Watched:
            log = tmp_path / f"{len(list(tmp_path.glob('*.log')))}.log"
            options = ("--data", str(tmp_path / data), "--weights", str(tmp_path / "no-models"), "--port", str(port))
            station = Watched(display, log, *options)
            started.callback(station.end)
            return station

        yield begin


def port_of(data: Path) -> int:
    """Where the server of this folder listens; 0 while it does not."""
    try:
        return int(json.loads((data / "server.json").read_text())["port"])
    except (FileNotFoundError, ValueError):
        return 0


def test_a_second_start_raises_the_first_window_and_ends(start: Start, display: Display, tmp_path: Path) -> None:
    first = start("home")
    first.wait(lambda: port_of(tmp_path / "home"))
    second = start("home")
    assert second.process.wait(30) == 0, second.complaints()
    assert first.process.poll() is None
    assert len(display.windows("Munjigi")) == 1


def test_a_taken_port_is_told_and_another_one_is_a_click_away(start: Start, tmp_path: Path) -> None:
    first = start("home")
    first.wait(lambda: port_of(tmp_path / "home"))
    taken = port_of(tmp_path / "home")
    second = start("cabin", taken)
    second.click("SpokenButton", "Use another port")
    second.wait(lambda: port_of(tmp_path / "cabin") not in {0, taken})
