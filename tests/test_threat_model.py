"""The threat model promises nothing that no test proves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))
ROWS = dict(re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE))
PROOFS = dict(re.findall(r"^(\d+): (.+?\.)$", PAGE, re.MULTILINE | re.DOTALL))


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_named_test_exists(file: str, name: str) -> None:
    assert (ROOT / file).is_file()
    assert name in names_in(ROOT / file)


def test_every_test_is_named_in_the_form_that_is_checked() -> None:
    assert len(NAMED) == len(set(re.findall(r"[\w/.]+\.py::\w+", PAGE)))


def test_every_attack_has_a_proof_or_says_that_nothing_stops_it() -> None:
    assert [int(number) for number in ROWS] == list(range(1, len(ROWS) + 1))
    helpless = {number for number, row in ROWS.items() if "**nothing" in row}
    assert helpless == set(ROWS) - set(PROOFS), "a row is either proven or says **nothing"
    assert not set(PROOFS) - set(ROWS)
    assert all("tests/" in proof for proof in PROOFS.values())


def test_the_korean_page_says_the_worst_as_well() -> None:
    korean = (ROOT / "docs" / "threat-model.ko.md").read_text(encoding="utf-8")
    for word in ("--insecure-lan", "admin-token", "household.key", "--server HOST:PORT", "snapshot_days", "사진 한 장"):
        assert word in korean


def test_the_server_fetches_nothing() -> None:
    """No address that anybody gives is fetched: nothing in the server or below it is a client of HTTP."""
    client = re.compile(r"\b(ClientSession|urlopen|import requests|import httpx|http\.client|VideoCapture\()")
    own = [*(ROOT / "offload_server").rglob("*.py"), *(ROOT / "pipeline").rglob("*.py")]
    assert len(own) > 100
    transcoding_of_our_own_clips = ROOT / "offload_server" / "demo" / "transcoding.py"
    clips_of_the_laboratory = ROOT / "pipeline" / "lab" / "face_crops.py"
    webcams_by_their_number = ROOT / "offload_server" / "webcams.py"
    fetching = {file for file in own if client.search(file.read_text(encoding="utf-8"))}
    assert fetching <= {transcoding_of_our_own_clips, clips_of_the_laboratory, webcams_by_their_number}
    assert "def _video_capture(index: int)" in webcams_by_their_number.read_text(encoding="utf-8")
