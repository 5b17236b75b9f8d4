"""``munjigi demo`` as a process in a window of a real X server, with keys and clicks that come from there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.desktop_app.journey.watched import Watched
from tests.desktop_app.journey.x_server import x_server
from weights.store import WeightsStore

_MISSING = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.models,
    pytest.mark.timeout(240),
    pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)} (scripts/setup test)"),
]
_STOPS_IN_S = 3.0


@pytest.fixture
def demo(tmp_path: Path, models: WeightsStore) -> Iterator[Watched]:
    (tmp_path / "display").mkdir()
    (tmp_path / "data").mkdir()
    options = ("demo", "--data", str(tmp_path / "data"), "--weights", str(models.folder))
    with x_server(tmp_path / "display") as display:
        made = Watched(display, tmp_path / "complaints.txt", *options)
        yield made
        made.end()


def heard_at_the_doors(demo: Watched) -> list[str]:
    return [str(seen["description"]) for seen in demo.look() if seen["kind"] == "CameraTile"]


def lightness_of_the_rail(demo: Watched) -> int:
    """In its middle, where nothing is written."""
    rail = next(seen for seen in demo.look() if seen["kind"] == "Rail")
    return demo.display.lightness(rail["x"], rail["y"])


def test_the_demo_is_seen_steered_and_quit_with_real_keys_and_clicks(demo: Watched, tmp_path: Path) -> None:
    display = demo.display
    demo.wait(lambda: display.windows("Munjigi"))
    display.focus("Munjigi")
    demo.wait(lambda: any("Minji, recognised" in heard for heard in heard_at_the_doors(demo)), 90)

    for keys, screen in (("ctrl+2", "Enrol"), ("ctrl+3", "People"), ("ctrl+4", "Events"), ("ctrl+1", "Live")):
        display.press(keys)
        demo.wait_for_screen(screen)

    display.press("F1")
    demo.wait(lambda: display.windows("Keys of this screen"), 20)
    display.focus("Keys of this screen")
    display.press("Escape")
    demo.wait(lambda: not display.windows("Keys of this screen"), 20)

    display.focus("Munjigi")
    display.press("ctrl+comma")
    demo.wait_for_screen("Settings")
    demo.click("ThemeCard", "Light")
    demo.wait(lambda: lightness_of_the_rail(demo) > 192, 20)
    demo.click("ThemeCard", "Dark")
    demo.wait(lambda: lightness_of_the_rail(demo) < 64, 20)
    korean = next(seen for seen in demo.look() if seen["name"] == "한국어")
    display.click(korean["x"], korean["y"])
    demo.wait_for_screen("설정")

    children = psutil.Process(demo.process.pid).children(recursive=True)
    assert len(children) >= 2, "two cameras"
    asked = time.monotonic()
    display.press("ctrl+q")
    assert demo.process.wait(30) == 0, demo.complaints()
    took = time.monotonic() - asked
    print(f"stopped within {took:.2f} s")
    assert took < _STOPS_IN_S
    assert [child for child in children if child.is_running()] == []
    assert list((tmp_path / "data").iterdir()) == [], "nothing was kept"
    assert "Traceback" not in demo.complaints()
    assert "ERROR" not in demo.complaints()
