"""``--camera``: from text to a camera, importing only what that camera needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from pi_client.camera.protocol import CameraSource
from pi_client.errors import UsageError
from pi_client.reasons import PiReason

_RATE = re.compile(r"(?P<path>.+)\?fps=(?P<fps>.*)", re.DOTALL)


def open_camera(spec: str) -> CameraSource:
    """Return the camera that ``spec`` names, not yet opened; raise ``UsageError`` that shows the allowed forms."""
    kind, colon, rest = spec.partition(":")
    maker = _MAKERS.get(kind)
    if maker is None or bool(rest) != (kind != "picamera") or (colon and not rest) or "\0" in rest:
        raise UsageError(PiReason.CAMERA_SPEC_WRONG, spec=spec)
    try:
        return maker(rest)
    except UsageError:
        raise
    except (ValueError, RuntimeError) as error:  # RuntimeError: ~somebody who does not exist
        raise UsageError(PiReason.CAMERA_SPEC_WRONG, spec=spec) from error


def _picamera(_rest: str) -> CameraSource:
    from pi_client.camera.picamera import PiCamera

    return PiCamera()


def _v4l2(device: str) -> CameraSource:
    from pi_client.camera.v4l2 import V4L2Camera

    return V4L2Camera(device)


def _mjpeg(url: str) -> CameraSource:
    from pi_client.camera.mjpeg_url import MjpegUrlCamera

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError
    return MjpegUrlCamera(url)


def _file(rest: str) -> CameraSource:
    from pi_client.camera.file import FileCamera, valid_fps

    match = _RATE.fullmatch(rest)
    if match is None:
        return FileCamera(Path(rest).expanduser())
    fps = valid_fps(float(match["fps"]))
    if fps is None:
        raise ValueError
    return FileCamera(Path(match["path"]).expanduser(), fps)


_MAKERS: dict[str, Callable[[str], CameraSource]] = {
    "picamera": _picamera,
    "v4l2": _v4l2,
    "mjpeg": _mjpeg,
    "file": _file,
}
