"""The Raspberry Pi's own camera through picamera2, the one adapter around it: hardware-encoded JPEGs, newest first."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from collections.abc import AsyncGenerator, Callable
from typing import Any

from pi_client.camera.protocol import DEFAULT_LONG_SIDE_PX, CameraWishes, CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason

BITS_PER_PICTURE = 1_200_000
"""150 kB: a 1280 px picture without visible blocks, far below the limit of a frame (512 kB)."""
SPOT_METERING, CENTRE_METERING = 1, 0
"""libcamera's AeMeteringModeEnum: it has no free area, so that the nearest mode is taken."""
_SPOT_SHARE = 0.25


class PiCamera:
    """Needs the system's picamera2 (it comes with libcamera's bindings from Raspberry Pi OS, not from PyPI)."""

    label = "picamera"

    def __init__(self, clock: Clock = now_us) -> None:
        self._clock = clock

    async def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:
        """Yield the newest encoded picture; the encoder's thread hands each over to the loop."""
        slot: asyncio.Queue[CapturedFrame] = asyncio.Queue(maxsize=1)
        loop = asyncio.get_running_loop()

        def encoded(jpeg: bytes) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended between two pictures
                loop.call_soon_threadsafe(_replace, slot, CapturedFrame(jpeg, self._clock()))

        stop = await asyncio.to_thread(_start, wishes, encoded)
        try:
            while True:
                yield await slot.get()
        finally:
            await asyncio.to_thread(stop)


def _replace(slot: asyncio.Queue[CapturedFrame], frame: CapturedFrame) -> None:
    if slot.full():
        slot.get_nowait()
    slot.put_nowait(frame)


def _start(wishes: CameraWishes, encoded: Callable[[bytes], None]) -> Callable[[], None]:
    """Open the camera, let it record into ``encoded`` and return what stops it. Blocks for about a second."""
    picamera2, encoders, outputs = _modules()
    try:
        camera = picamera2.Picamera2()
    except (RuntimeError, IndexError, OSError) as error:  # IndexError: no camera on the ribbon
        raise _explained(error) from error
    try:
        camera.configure(camera.create_video_configuration(main={"size": _size(wishes)}, controls=_controls(wishes)))
        encoder = encoders.MJPEGEncoder(bitrate=int(BITS_PER_PICTURE * wishes.fps))
        camera.start_recording(encoder, _output(outputs.Output, encoded))
    except (RuntimeError, OSError) as error:
        camera.close()
        raise _explained(error) from error

    def stop() -> None:
        with contextlib.suppress(RuntimeError, OSError):
            camera.stop_recording()
        camera.close()

    return stop


def _modules() -> tuple[Any, Any, Any]:
    names = ("picamera2", "picamera2.encoders", "picamera2.outputs")
    try:
        first, second, third = (importlib.import_module(name) for name in names)
    except ImportError as error:
        raise CameraUnusableError(PiReason.PICAMERA_MISSING) from error
    return first, second, third


def _output(base: type[Any], encoded: Callable[[bytes], None]) -> Any:
    """An ``Output`` of picamera2 that passes each picture on; its method is called in the encoder's thread."""

    class NewestOutput(base):  # type: ignore[misc]
        def outputframe(self, frame: bytes, *_: object, **__: object) -> None:
            encoded(bytes(frame))

    return NewestOutput()


def _size(wishes: CameraWishes) -> tuple[int, int]:
    """The sensors are 4:3; the whole field of view shows short people as well. Encoders want multiples of 32 and 2."""
    width = max(32, (wishes.long_side_px or DEFAULT_LONG_SIDE_PX) // 32 * 32)
    return width, width * 3 // 4


def _controls(wishes: CameraWishes) -> dict[str, object]:
    controls: dict[str, object] = {"FrameRate": wishes.fps}
    if wishes.exposure_area is not None:
        _, _, width, height = wishes.exposure_area
        controls["AeMeteringMode"] = SPOT_METERING if width * height <= _SPOT_SHARE else CENTRE_METERING
    return controls


def _explained(error: Exception) -> CameraError:
    if isinstance(error, IndexError):
        return CameraError(PiReason.CAMERA_NOT_THERE, camera=PiCamera.label)
    problem = str(error) or type(error).__name__
    busy = "in use" in problem.lower() or "busy" in problem.lower() or "acquire" in problem.lower()
    if busy:
        return CameraError(PiReason.CAMERA_BUSY, camera=PiCamera.label)
    return CameraError(PiReason.CAMERA_FAILED, camera=PiCamera.label, problem=problem)
