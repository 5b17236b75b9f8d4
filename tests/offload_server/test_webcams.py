"""Which webcams there are, and why one cannot be opened: with a capture class that is not OpenCV's."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import pytest

from offload_server.errors import RefusedError
from offload_server.webcams import OpenCvWebcams, Webcam, encode
from offload_server.wire.messages import MAX_JPEG_BYTES
from tests.fakes.video_capture import FakeDesk

linux = pytest.mark.skipif(sys.platform != "linux", reason="the list of cameras is the Linux kernel's")


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    (tmp_path / "sys").mkdir()
    return FakeDesk(tmp_path / "sys")


def webcams_of(desk: FakeDesk) -> OpenCvWebcams:
    return OpenCvWebcams(desk.make_capture, desk.devices, desk.nodes)


@linux
def test_each_webcam_is_listed_once_by_its_own_name(desk: FakeDesk) -> None:
    desk.plug(2, "Logitech C920")
    desk.plug(0, "Integrated Camera")
    assert webcams_of(desk).find_all() == (Webcam(0, "Integrated Camera"), Webcam(2, "Logitech C920"))
    assert not desk.opened, "looking opens none: a light would come on"


@linux
def test_a_webcam_is_found_again_where_it_is_plugged_in_now(desk: FakeDesk) -> None:
    desk.plug(4, "Logitech C920")
    capture = webcams_of(desk).open(Webcam(0, "Logitech C920"))
    assert capture.grab()
    picture = cv2.imdecode(np.frombuffer(capture.jpeg() or b"", np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (48, 64, 3)
    capture.close()
    assert not desk.in_use


@linux
def test_another_webcam_is_never_taken_for_it(desk: FakeDesk) -> None:
    desk.plug(0, "Integrated Camera")
    with pytest.raises(RefusedError) as refusal:
        webcams_of(desk).open(Webcam(0, "Logitech C920"))
    assert refusal.value.reason.code == "webcam_not_there"


@linux
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (None, "webcam_busy"),
        (FileNotFoundError(2, "x"), "webcam_not_there"),
        (PermissionError(13, "x"), "webcam_forbidden"),
    ],
)
def test_one_that_cannot_be_opened_says_why(
    desk: FakeDesk, monkeypatch: pytest.MonkeyPatch, fault: OSError | None, code: str
) -> None:
    desk.plug(0, "Integrated Camera")
    desk.busy.add(0)
    if fault is not None:
        monkeypatch.setattr(os, "open", mock.Mock(side_effect=fault))
    with pytest.raises(RefusedError) as refusal:
        webcams_of(desk).open(Webcam(0, "Integrated Camera"))
    assert refusal.value.reason.code == code
    assert not desk.in_use


def test_a_picture_too_rich_for_a_frame_is_made_coarser() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
    whole = cv2.imencode(".jpg", noise, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
    assert len(whole) > MAX_JPEG_BYTES
    jpeg = encode(noise)
    assert jpeg is not None
    assert len(jpeg) <= MAX_JPEG_BYTES
