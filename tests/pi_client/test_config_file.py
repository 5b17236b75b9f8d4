"""A configuration file says what the command line does not, and a wrong one is refused with its name."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from pi_client.config_file import fill_in
from pi_client.errors import UsageError
from pi_client.reasons import PiReason

EXAMPLE = Path(__file__).resolve().parents[2] / "resources" / "systemd" / "munjigi-pi.toml"


def options(config: Path | None, **given: object) -> argparse.Namespace:
    nothing = dict.fromkeys(("camera", "server", "server_id", "name", "data", "fps"))
    return argparse.Namespace(**{**nothing, "log_json": False, "config": config, **given})


def written(folder: Path, text: str) -> Path:
    file = folder / "munjigi-pi.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'camera = "picamera"\nname = "현관"\nfps = 10\nlog-json = true\ndata = "x"\n')
    chosen = options(file, camera="file:film")
    fill_in(chosen)
    assert (chosen.camera, chosen.name, chosen.fps, chosen.log_json) == ("file:film", "현관", 10, True)
    assert chosen.data == Path("x")
    assert chosen.server is None


def test_the_example_is_read() -> None:
    chosen = options(EXAMPLE)
    fill_in(chosen)
    assert chosen.camera == "picamera"


@pytest.mark.parametrize(
    ("text", "option"),
    [('camra = "picamera"', "camra"), ("camera = 1", "camera"), ("fps = 0", "fps"), ("fps = true", "fps"),
     ("log-json = 1", "log-json"), ('[camera]\nx = "y"', "camera")],
)  # fmt: skip
def test_what_is_no_option_is_named(tmp_path: Path, text: str, option: str) -> None:
    with pytest.raises(UsageError) as refusal:
        fill_in(options(written(tmp_path, text)))
    assert refusal.value.parameters["option"] == option


@pytest.mark.parametrize("text", ["camera = ", "\x00", None])
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "missing" if text is None else written(tmp_path, text)
    with pytest.raises(UsageError) as refusal:
        fill_in(options(file))
    assert refusal.value.code is PiReason.CONFIG_UNREADABLE
