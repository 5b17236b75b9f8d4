"""The Pi's own camera against a fake picamera2 that behaves as the real one: own thread, encoder, exceptions."""

from __future__ import annotations

import asyncio
import sys
import threading
import types
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import pytest

from pi_client.camera.picamera import PiCamera
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason
from tests.pi_client.conftest import jpeg

Frames = AsyncGenerator[CapturedFrame, None]


@dataclass
class Machine:
    """The camera on the ribbon and what was asked of it."""

    construct_error: Exception | None = None
    start_error: Exception | None = None
    configuration: dict[str, Any] = field(default_factory=dict)
    bitrate: int = 0
    output: Any = None
    is_recording: bool = False
    closed: int = 0

    def shoot(self, picture: bytes) -> None:
        """The encoder's thread hands out a picture."""
        thread = threading.Thread(
            target=self.output.outputframe, args=(picture,), kwargs={"keyframe": True, "timestamp": 5}
        )
        thread.start()
        thread.join()


def fake_modules(machine: Machine) -> dict[str, types.ModuleType]:  # noqa: C901 - three modules in one place
    class Picamera2:
        def __init__(self) -> None:
            if machine.construct_error:
                raise machine.construct_error

        def create_video_configuration(self, main: dict[str, Any], controls: dict[str, Any]) -> dict[str, Any]:
            return {"main": main, "controls": controls}

        def configure(self, configuration: dict[str, Any]) -> None:
            machine.configuration = configuration

        def start_recording(self, encoder: Any, output: Any) -> None:
            if machine.start_error:
                raise machine.start_error
            assert isinstance(output, Output)
            machine.bitrate, machine.output, machine.is_recording = encoder.bitrate, output, True

        def stop_recording(self) -> None:
            machine.is_recording = False

        def close(self) -> None:
            assert not machine.is_recording
            machine.closed += 1

    class MJPEGEncoder:
        def __init__(self, bitrate: int | None = None) -> None:
            self.bitrate = bitrate

    class Output:
        def __init__(self, pts: str | None = None) -> None:
            self.recording = False

    root, encoders, outputs = (types.ModuleType(f"picamera2{end}") for end in ("", ".encoders", ".outputs"))
    root.Picamera2 = Picamera2  # type: ignore[attr-defined]
    encoders.MJPEGEncoder = MJPEGEncoder  # type: ignore[attr-defined]
    outputs.Output = Output  # type: ignore[attr-defined]
    return {"picamera2": root, "picamera2.encoders": encoders, "picamera2.outputs": outputs}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    for name, module in fake_modules(made).items():
        monkeypatch.setitem(sys.modules, name, module)
    return made


async def next_of(frames: Frames, machine: Machine, *pictures: bytes) -> CapturedFrame:
    taking = asyncio.ensure_future(anext(frames))
    async with asyncio.timeout(5):
        while not machine.is_recording:  # noqa: ASYNC110 - the camera starts in a thread of its own
            await asyncio.sleep(0.005)
    for picture in pictures:
        await asyncio.to_thread(machine.shoot, picture)
    return await asyncio.wait_for(taking, 5)


async def test_encoded_pictures_come_through_and_the_camera_is_closed(machine: Machine) -> None:
    frames = PiCamera().frames(CameraWishes())
    assert (await next_of(frames, machine, jpeg(b"one"))).jpeg == jpeg(b"one")
    await frames.aclose()
    assert machine.closed == 1


async def test_of_several_pictures_the_newest_is_taken(machine: Machine) -> None:
    frames = PiCamera().frames(CameraWishes())
    await next_of(frames, machine, jpeg(b"first"))
    for number in range(5):
        await asyncio.to_thread(machine.shoot, jpeg(b"%d" % number))
    assert (await anext(frames)).jpeg == jpeg(b"4")
    await frames.aclose()


async def test_it_asks_for_the_whole_field_of_view_at_least_1280_wide(machine: Machine) -> None:
    frames = PiCamera().frames(CameraWishes(fps=10))
    await next_of(frames, machine, jpeg())
    await frames.aclose()
    assert machine.configuration == {"main": {"size": (1280, 960)}, "controls": {"FrameRate": 10}}
    assert machine.bitrate == 12_000_000


@pytest.mark.parametrize(("area", "mode"), [((0.4, 0.4, 0.2, 0.2), 1), ((0, 0, 1, 0.9), 0)])
async def test_wishes_of_size_and_exposure_are_taken_as_near_as_it_goes(
    machine: Machine, area: tuple[float, float, float, float], mode: int
) -> None:
    frames = PiCamera().frames(CameraWishes(long_side_px=650, exposure_area=area))
    await next_of(frames, machine, jpeg())
    await frames.aclose()
    assert machine.configuration["main"] == {"size": (640, 480)}
    assert machine.configuration["controls"]["AeMeteringMode"] == mode


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IndexError("list index out of range"), PiReason.CAMERA_NOT_THERE),
        (RuntimeError("Camera __init__ sequence did not complete."), PiReason.CAMERA_FAILED),
        (RuntimeError("Failed to acquire camera: Device or resource busy"), PiReason.CAMERA_BUSY),
    ],
)
async def test_what_keeps_the_camera_from_opening_has_its_word(
    machine: Machine, error: Exception, code: PiReason
) -> None:
    machine.construct_error = error
    with pytest.raises(CameraError) as told:
        await anext(PiCamera().frames(CameraWishes()))
    assert told.value.code is code


async def test_a_camera_that_does_not_start_is_closed_again(machine: Machine) -> None:
    machine.start_error = RuntimeError("Failed to start camera")
    with pytest.raises(CameraError):
        await anext(PiCamera().frames(CameraWishes()))
    assert machine.closed == 1


async def test_without_picamera2_the_person_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(CameraUnusableError) as error:
        await anext(PiCamera().frames(CameraWishes()))
    assert error.value.code is PiReason.PICAMERA_MISSING
