"""What the program prints: JSON lines for programs, sentences for people, one for every code."""

from __future__ import annotations

import io
import json
import string

import pytest

from offload_server.wire.messages import ByeReason, Indicator
from pi_client.errors import CameraError, PiError
from pi_client.indicator import DoorIndicator
from pi_client.reasons import PiReason
from pi_client.report import JsonReporter, Reporter, SentenceReporter
from resources.catalogue import LANGUAGES, Catalogue
from resources.sentences import SENTENCES

FIGURES: dict[PiReason, set[str]] = {
    PiReason.CAMERA_SPEC_WRONG: {"spec"},
    PiReason.SERVER_ADDRESS_WRONG: {"address"},
    PiReason.DATA_FOLDER_UNUSABLE: {"folder", "problem"},
    PiReason.DATA_FOLDER_IN_USE: {"folder"},
    PiReason.STATE_DAMAGED: {"file"},
    PiReason.CONFIG_UNREADABLE: {"file", "problem"},
    PiReason.CONFIG_WRONG: {"file", "option"},
    PiReason.SERVER_UNREACHABLE: {"server"},
    PiReason.CONNECTED: {"server"},
    PiReason.CAMERA_NOT_THERE: {"camera"},
    PiReason.CAMERA_FORBIDDEN: {"camera"},
    PiReason.CAMERA_BUSY: {"camera"},
    PiReason.CAMERA_NO_MJPEG: {"camera"},
    PiReason.CAMERA_SILENT: {"camera"},
    PiReason.CAMERA_FAILED: {"camera", "problem"},
    PiReason.CAMERA_BACK: {"camera"},
    PiReason.NO_PICTURES: {"folder"},
    PiReason.PICTURE_TOO_LARGE: {"bytes", "limit_bytes"},
}


def tell_everything(reporter: Reporter) -> None:
    reporter.waiting(PiReason.LOOKING_FOR_SERVER)
    reporter.connected("cam-1", "127.0.0.1:8710")
    for indicator in Indicator:
        reporter.indicated(indicator)
    reporter.camera_lost(CameraError(PiReason.CAMERA_BUSY, camera="/dev/video0"))
    reporter.camera_back("/dev/video0")
    reporter.noticed(PiReason.PICTURE_TOO_LARGE, bytes=600_000, limit_bytes=512_000)
    reporter.disconnected("lost", None)
    for reason in ByeReason:
        reporter.disconnected("said_bye", reason)
    reporter.stopped(5, 4)


def test_every_event_is_one_json_object_a_line() -> None:
    output = io.StringIO()
    tell_everything(JsonReporter(output))
    events = [json.loads(line) for line in output.getvalue().splitlines()]
    assert events[1] == {"event": "connected", "camera_id": "cam-1", "server": "127.0.0.1:8710"}
    assert {"event": "indicator", "indicator": "recognised"} in events
    assert {"event": "disconnected", "reason": "lost", "bye": None} in events
    assert events[-1] == {"event": "stopped", "frames_sent": 5, "frames_answered": 4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_a_sentence_for_people(language: str) -> None:
    output = io.StringIO()
    tell_everything(SentenceReporter(output, Catalogue(language)))
    lines = output.getvalue().splitlines()
    assert all(line and "_" not in line.replace("munjigi_pi", "") for line in lines), lines
    assert "{" not in output.getvalue()


@pytest.mark.parametrize("code", PiReason)
def test_each_code_has_a_sentence_with_its_figures(code: PiReason) -> None:
    fields = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    assert fields == FIGURES.get(code, set())


def test_an_error_is_its_code_and_figures() -> None:
    error = PiError(PiReason.CAMERA_BUSY, camera="/dev/video0")
    assert "pi_camera_busy" in str(error)
    assert error.parameters == {"camera": "/dev/video0"}


def test_the_door_shows_each_change_once() -> None:
    shown: list[Indicator] = []
    door = DoorIndicator(shown.append)
    for indicator in (Indicator.IDLE, Indicator.IDLE, Indicator.LOOKING, Indicator.IDLE):
        door.show(indicator)
    assert shown == [Indicator.IDLE, Indicator.LOOKING, Indicator.IDLE]
