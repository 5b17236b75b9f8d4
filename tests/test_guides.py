"""What the README and the guides promise: their links lead somewhere, and ``make run`` opens what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

GUIDES = ("README.md", "README.ko.md", "docs/user-guide.md", "docs/user-guide.ko.md")
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_leads_to_a_file_of_the_repository(guide: str) -> None:
    file = REPOSITORY / guide
    links = [link for link in _LINK.findall(file.read_text(encoding="utf-8")) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_the_pictures_of_documents_are_small() -> None:
    pictures = sorted((REPOSITORY / "docs" / "screens").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > 700_000] == []


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """``scripts/run`` beside a set-up that does nothing and a ``munjigi`` that only says how it was called."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(REPOSITORY / "scripts" / "run", tmp_path / "scripts" / "run")
    for name, text in (("scripts/setup", "#!/bin/sh\n"), (".venv/bin/munjigi", '#!/bin/sh\necho "munjigi $*"\n')):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path / "scripts" / "run"


@pytest.mark.parametrize(
    ("variables", "arguments", "called"),
    [
        ({"DISPLAY": ":0"}, [], "munjigi"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, [], "munjigi"),
        ({}, [], "munjigi demo --headless --picture --seconds 30"),
        ({"MUNJIGI_DEMO_SECONDS": "7"}, [], "munjigi demo --headless --picture --seconds 7"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, [], "munjigi demo --headless --picture --seconds 30"),
        ({"DISPLAY": ":0"}, ["--json"], "munjigi demo --headless --picture --seconds 30 --json"),
    ],
)
@pytest.mark.skipif(os.uname().sysname != "Linux", reason="elsewhere there always is a display")
def test_make_run_opens_the_window_where_there_is_a_display(
    run: Path, variables: dict[str, str], arguments: list[str], called: str
) -> None:
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "MUNJIGI_DEMO_SECONDS"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run(
        [str(run), *arguments], env=environment | variables, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == called.split()
