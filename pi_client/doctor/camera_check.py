"""Does the camera give pictures, and are they light and sharp enough to be worth sending?"""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing

from offload_server.wire.messages import MAX_JPEG_BYTES
from pi_client.camera.protocol import CameraSource, CameraWishes, CapturedFrame
from pi_client.doctor.finding import Finding, State, Topic
from pi_client.doctor.jpeg_measure import JpegMeasure, NotMeasurableError, measure
from pi_client.errors import CameraError
from pi_client.reasons import DoctorReason, PiReason

LOOK_S = 3.0
"""Long enough for auto exposure to settle."""
FIRST_PICTURE_S = 10.0
FEWEST_PX = 640
"""The longer side: below it a face at one metre is smaller than the recogniser takes (60 px)."""
DARKEST, BRIGHTEST = 45.0, 210.0
"""Mean luminance of the whole picture: beyond these nearly all of it is black or white."""
LEAST_FINE_SHARE = 0.003
"""Measured on 16 photos of LFW at JPEG qualities 60 and 92: 0.022 at least (median 0.17) when sharp; with a Gaussian
blur of 2 px 0.002 at most, of 3 px 0. An empty wall has none either, which is why it is only a question."""


async def examine(source: CameraSource) -> list[Finding]:
    """Findings of camera, light and focus; the camera is released afterwards."""
    try:
        pictures = await _pictures(source)
    except CameraError as error:
        camera = Finding(Topic.CAMERA, State.PROBLEM, error.code, error.parameters)
        return [camera, *_unjudged(DoctorReason.NO_PICTURE)]
    newest = pictures[-1].jpeg
    try:
        measured = await asyncio.to_thread(measure, newest)
    except NotMeasurableError:
        return [_camera(source, pictures, None), *_unjudged(DoctorReason.PICTURE_NOT_MEASURABLE)]
    return [_camera(source, pictures, measured), _light(measured), _focus(measured)]


def not_asked() -> list[Finding]:
    """No camera was named."""
    return [Finding(Topic.CAMERA, State.UNKNOWN, DoctorReason.CAMERA_NOT_ASKED), *_unjudged(DoctorReason.NO_PICTURE)]


async def _pictures(source: CameraSource) -> list[CapturedFrame]:
    kept: list[CapturedFrame] = []
    try:
        async with asyncio.timeout(FIRST_PICTURE_S), aclosing(source.frames(CameraWishes())) as frames:
            started_s = time.monotonic()
            async for frame in frames:
                kept.append(frame)
                if time.monotonic() - started_s > LOOK_S:
                    break
    except TimeoutError as error:
        if not kept:
            raise CameraError(PiReason.CAMERA_SILENT, camera=source.label) from error
    return kept


def _camera(source: CameraSource, pictures: list[CapturedFrame], measured: JpegMeasure | None) -> Finding:
    size_bytes = max(len(picture.jpeg) for picture in pictures)
    if size_bytes > MAX_JPEG_BYTES:
        limits = {"bytes": size_bytes, "limit_bytes": MAX_JPEG_BYTES}
        return Finding(Topic.CAMERA, State.PROBLEM, PiReason.PICTURE_TOO_LARGE, limits)
    if not pictures[-1].jpeg.startswith(b"\xff\xd8"):
        return Finding(Topic.CAMERA, State.PROBLEM, PiReason.PICTURE_NOT_JPEG)
    if measured is None:
        return Finding(Topic.CAMERA, State.OK, DoctorReason.CAMERA_GIVES_PICTURES, {"camera": source.label})
    size = {"width_px": measured.width_px, "height_px": measured.height_px}
    if max(measured.width_px, measured.height_px) < FEWEST_PX:
        return Finding(Topic.CAMERA, State.PROBLEM, DoctorReason.CAMERA_TOO_COARSE, {**size, "needed_px": FEWEST_PX})
    seconds = (pictures[-1].captured_at_us - pictures[0].captured_at_us) / 1e6
    rate = (len(pictures) - 1) / seconds if seconds > 0 else 1.0
    return Finding(Topic.CAMERA, State.OK, DoctorReason.CAMERA_FINE, {**size, "fps": f"{rate:.0f}"})


def _light(measured: JpegMeasure) -> Finding:
    brightness = {"brightness": round(measured.brightness)}
    if measured.brightness < DARKEST:
        return Finding(Topic.LIGHT, State.PROBLEM, DoctorReason.LIGHT_TOO_DARK, brightness)
    if measured.brightness > BRIGHTEST:
        return Finding(Topic.LIGHT, State.PROBLEM, DoctorReason.LIGHT_TOO_BRIGHT, brightness)
    return Finding(Topic.LIGHT, State.OK, DoctorReason.LIGHT_FINE, brightness)


def _focus(measured: JpegMeasure) -> Finding:
    if measured.brightness < DARKEST:
        return Finding(Topic.FOCUS, State.UNKNOWN, DoctorReason.FOCUS_IN_THE_DARK)
    if measured.fine_share < LEAST_FINE_SHARE:
        return Finding(Topic.FOCUS, State.PROBLEM, DoctorReason.FOCUS_NOTHING_SHARP)
    return Finding(Topic.FOCUS, State.OK, DoctorReason.FOCUS_SOMETHING_SHARP)


def _unjudged(code: DoctorReason) -> list[Finding]:
    return [Finding(topic, State.UNKNOWN, code) for topic in (Topic.LIGHT, Topic.FOCUS)]
