"""This PC's webcam as a camera of the house: a real server, a fake only in place of cv2.VideoCapture."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from offload_server.app import create_app
from offload_server.app_keys import HOUSE, LOCAL_CAMERAS, OUTPUTS
from offload_server.data_folder import DataFolder
from offload_server.errors import ConflictError, RefusedError
from offload_server.household.cameras import forget_camera, list_cameras
from offload_server.household.events import list_events
from offload_server.household.house import House
from offload_server.household.records import EventFilter
from offload_server.local_cameras import LocalCameras
from offload_server.options import ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.runtime import running
from offload_server.trust.principals import LocalAdmin
from offload_server.webcams import OpenCvWebcams
from pipeline.types import CameraId
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision
from tests.fakes.video_capture import FakeDesk

ADMIN = LocalAdmin()
NAME = "Integrated Camera"
QUICK = ServerOptions(port=0, advertise=False, camera_silence_s=0.5)


class Desk:
    """A running server and the webcams of its PC."""

    def __init__(self, local: LocalCameras, house: House, outputs: EngineOutputs, engine: FakeEngine) -> None:
        self.local, self.house, self.outputs, self.engine = local, house, outputs, engine

    def frames(self, camera_id: CameraId) -> int:
        return sum(job.camera_id == camera_id for job in self.engine.jobs)

    async def kept(self) -> list[str]:
        return [camera.name for camera in await list_cameras(ADMIN, self.house)]


@asynccontextmanager
async def at_work(folder: Path, webcams: FakeDesk, engine: FakeEngine | None = None) -> AsyncIterator[Desk]:
    data, engine = DataFolder(folder), engine or FakeEngine()
    opener = OpenCvWebcams(webcams.make_capture, webcams.devices, webcams.nodes)
    app = create_app(engine, data, QUICK, opener)
    async with running(app, data, QUICK):
        yield Desk(app[LOCAL_CAMERAS], app[HOUSE], app[OUTPUTS], engine)
    assert not webcams.in_use, "a stopped server lets go of every webcam"


@pytest.fixture
def webcams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDesk:
    monkeypatch.setattr("offload_server.webcams._PLATFORM", "linux")
    monkeypatch.setattr("offload_server.webcam_thread._FIRST_PAUSE_S", 0.02)
    (tmp_path / "sys").mkdir()
    desk = FakeDesk(tmp_path / "sys")
    desk.plug(0, NAME)
    return desk


async def eventually(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - a webcam has no event here
            await asyncio.sleep(0.01)


async def test_a_webcam_becomes_a_door_and_comes_back_at_the_next_start(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        await eventually(lambda: desk.house.views.latest(camera_id))
        (camera,) = await list_cameras(ADMIN, desk.house)
        assert (camera.id, camera.name, camera.kind) == (camera_id, "Desk", "webcam")
        assert camera.confirmed_at is not None
    async with at_work(tmp_path / "house", webcams) as desk:
        await eventually(lambda: desk.house.views.latest(camera_id))


async def test_frames_come_one_at_a_time_and_not_faster_than_the_house_wants(tmp_path: Path, webcams: FakeDesk) -> None:
    engine = FakeEngine(answers=False)
    async with at_work(tmp_path / "house", webcams, engine) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        await eventually(lambda: desk.frames(camera_id))
        await asyncio.sleep(0.2)
        assert desk.frames(camera_id) == 1, "40 pictures went by; one was wanted"


async def test_nothing_is_sent_to_an_engine_that_loads(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams, FakeEngine(ready=False)) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        assert desk.house.views.is_connected(camera_id)
        await asyncio.sleep(0.05)
        assert not desk.engine.jobs
        desk.engine.become_ready()
        await eventually(lambda: desk.frames(camera_id))


async def test_a_webcam_unplugged_midway_is_lost_with_a_reason_and_comes_back_by_itself(
    tmp_path: Path, webcams: FakeDesk
) -> None:
    async with at_work(tmp_path / "house", webcams) as desk, desk.outputs.notices.subscribe() as notices:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        await eventually(lambda: desk.frames(camera_id) > 1)
        webcams.unplug(0)
        await eventually(lambda: not desk.house.views.is_connected(camera_id))
        assert desk.local.problems()[camera_id].code == "webcam_not_there"
        assert camera_id in desk.engine.forgotten
        webcams.plug(4, NAME)  # another socket
        await eventually(lambda: desk.house.views.is_connected(camera_id))
        assert desk.local.problems() == {}
        said = [(await notices.get()).reason.code for _ in range(2)]
    assert said == ["camera_lost", "camera_back"]


async def test_a_driver_that_hangs_is_noticed(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        webcams.blind.add(0)
        await eventually(lambda: camera_id in desk.local.problems())


@pytest.mark.parametrize(("trouble", "code"), [("unplug", "webcam_not_there"), ("busy", "webcam_busy")])
async def test_a_webcam_that_cannot_be_opened_says_why_and_leaves_nothing(
    tmp_path: Path, webcams: FakeDesk, trouble: str, code: str
) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        if trouble == "busy":
            webcams.busy.add(0)
        else:
            webcams.unplug(0)
        with pytest.raises(RefusedError) as refusal:
            await desk.local.open_webcam(0, "Desk", keep=True)
        assert refusal.value.reason.code == code
        assert await desk.kept() == []
        assert not desk.house.views.connected_cameras()


async def test_a_dark_webcam_is_refused(tmp_path: Path, webcams: FakeDesk) -> None:
    webcams.blind.add(0)
    async with at_work(tmp_path / "house", webcams) as desk:
        with pytest.raises(RefusedError) as refusal:
            await desk.local.open_webcam(0, "Desk", keep=False)
        assert refusal.value.reason.code == "webcam_silent"


async def test_one_for_an_enrolment_is_seen_and_leaves_no_trace(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        camera_id = await desk.local.open_webcam(0, "any", keep=False)
        async with desk.house.views.watch(camera_id) as pictures, asyncio.timeout(5):
            assert (await pictures.get()).camera_id == camera_id
        desk.engine.say(fake_decision(camera_id=camera_id))
        await desk.local.close(camera_id)
        assert not desk.house.views.is_connected(camera_id)
        assert not webcams.in_use
        assert await desk.kept() == []
        await asyncio.sleep(0.05)
        assert not (await list_events(ADMIN, desk.house, EventFilter())).events
        await desk.local.close(camera_id)  # harmless


async def test_a_door_lends_its_webcam_to_an_enrolment(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        door = await desk.local.open_webcam(0, "Desk", keep=True)
        assert await desk.local.open_webcam(0, "any", keep=False) == door
        await desk.local.close(door)
        await desk.local.close(door)
        assert desk.house.views.is_connected(door)
        with pytest.raises(ConflictError) as refusal:
            await desk.local.open_webcam(0, "Desk again", keep=True)
        assert refusal.value.reason.figures() == {"camera": "Desk"}


async def test_an_enrolment_does_not_lose_its_webcam_to_a_door(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        guest = await desk.local.open_webcam(0, "any", keep=False)
        with pytest.raises(RefusedError):
            await desk.local.open_webcam(0, "Desk", keep=True)
        assert desk.house.views.is_connected(guest)


async def test_forgetting_a_webcam_lets_go_of_it(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
        await forget_camera(ADMIN, desk.house, camera_id)
        await eventually(lambda: not webcams.in_use)
        assert not desk.house.views.is_connected(camera_id)
        again = await desk.local.open_webcam(0, "Desk", keep=True)
        assert again != camera_id


async def test_a_kept_webcam_that_is_not_there_keeps_no_server_from_starting(tmp_path: Path, webcams: FakeDesk) -> None:
    async with at_work(tmp_path / "house", webcams) as desk:
        camera_id = await desk.local.open_webcam(0, "Desk", keep=True)
    webcams.unplug(0)
    async with at_work(tmp_path / "house", webcams) as desk:
        await eventually(lambda: camera_id in desk.local.problems())
        webcams.plug(0, NAME)
        await eventually(lambda: desk.house.views.is_connected(camera_id))
