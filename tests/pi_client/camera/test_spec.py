"""``--camera``: the four kinds, and a refusal that shows them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_client.camera.file import FileCamera
from pi_client.camera.mjpeg_url import MjpegUrlCamera
from pi_client.camera.picamera import PiCamera
from pi_client.camera.spec import open_camera
from pi_client.camera.v4l2 import V4L2Camera
from pi_client.errors import UsageError


def test_each_kind_is_made_and_named() -> None:
    assert isinstance(open_camera("picamera"), PiCamera)
    assert isinstance(open_camera("v4l2:/dev/video0"), V4L2Camera)
    assert open_camera("v4l2:/dev/video0").label == "/dev/video0"
    camera = open_camera("mjpeg:http://user:password@camera.local:8080/video?token=secret")
    assert isinstance(camera, MjpegUrlCamera)
    assert camera.label == "http://camera.local:8080/video"


@pytest.mark.parametrize(
    ("spec", "path", "fps"),
    [
        ("file:clips/a", "clips/a", None),
        ("file:clips/a?fps=12.5", "clips/a", 12.5),
        ("file:what?.mjpeg", "what?.mjpeg", None),
        ("file:C:\\clips?fps=3", "C:\\clips", 3.0),
    ],
)
def test_a_file_may_carry_its_rate(spec: str, path: str, fps: float | None) -> None:
    camera = open_camera(spec)
    assert isinstance(camera, FileCamera)
    assert (camera._path, camera._fps) == (Path(path), fps)


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "webcam",
        "picamera:0",
        "picamera:",
        "v4l2",
        "v4l2:",
        "mjpeg:",
        "mjpeg:camera.local/video",
        "mjpeg:ftp://camera/video",
        "mjpeg:file:///etc/passwd",
        "mjpeg:http://",
        "mjpeg:http://[::1/",
        "mjpeg:http://host:notaport/",
        "file:",
        "file:a?fps=",
        "file:a?fps=0",
        "file:a?fps=-1",
        "file:a?fps=nan",
        "file:a?fps=1000",
        "FILE:a",
    ],
)
def test_anything_else_is_refused(spec: str) -> None:
    with pytest.raises(UsageError):
        open_camera(spec)


@given(st.sampled_from(["", "mjpeg:", "mjpeg:http://", "file:a?fps=", "picamera", "v4l2:"]), st.text(max_size=30))
def test_any_text_is_a_camera_or_refused(start: str, rest: str) -> None:
    try:
        open_camera(start + rest)
    except UsageError:
        return


def test_a_camera_imports_only_what_it_needs() -> None:
    code = (
        "import sys; from pi_client.camera.spec import open_camera; open_camera('v4l2:/dev/video0'); "
        "print([name for name in ('aiohttp', 'picamera2', 'numpy', 'cv2', 'zeroconf') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
