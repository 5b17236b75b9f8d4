"""What runs behind the window breaks off a start at once while nothing has begun."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop_app.backends import DemoBackend, StoppedMeanwhileError
from offload_server.demo.options import DemoOptions
from weights.store import WeightsStore


def test_who_stops_does_not_wait_for_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def find(options: DemoOptions) -> WeightsStore:
        reading.set()
        go_on.wait(20)
        return WeightsStore(tmp_path, ())

    monkeypatch.setattr("offload_server.demo.material.find_weights", find)
    backend = DemoBackend(DemoOptions(data=tmp_path / "demo"))
    outcome: list[BaseException] = []

    def start() -> None:
        try:
            backend.start(lambda _: None)
        except StoppedMeanwhileError as error:
            outcome.append(error)

    starter = threading.Thread(target=start)
    starter.start()
    assert reading.wait(20)
    stopper = threading.Thread(target=backend.stop)
    stopper.start()
    stopper.join(20)
    assert not stopper.is_alive(), "it came back while the start was still reading"
    go_on.set()
    starter.join(20)
    assert len(outcome) == 1
    assert not (tmp_path / "demo").exists(), "nothing was begun"
