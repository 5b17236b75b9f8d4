"""An MJPEG address as a camera of the house: a real munjigi-pi child, a real HTTP camera, real sockets."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from aiohttp import web

import offload_server.api
from offload_server.app import create_app
from offload_server.app_keys import HOUSE, LOCAL_CAMERAS
from offload_server.data_folder import DataFolder
from offload_server.errors import ConflictError, RefusedError
from offload_server.household.cameras import forget_camera, list_cameras
from offload_server.household.house import House
from offload_server.local_cameras import LocalCameras, checked_url, without_password
from offload_server.options import ServerOptions
from offload_server.runtime import running
from offload_server.trust.principals import LocalAdmin
from tests.fakes.engine import FakeEngine
from tests.pi_client.conftest import jpeg

ADMIN = LocalAdmin()
QUICK = ServerOptions(port=0, advertise=False)


class HttpCamera:
    """A camera of the network; ``address`` holds a password."""

    def __init__(self) -> None:
        self.status = 200
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://admin:open-sesame@127.0.0.1:{self.port}/video"

    async def start(self) -> None:
        application = web.Application()
        application.router.add_get("/video", self._play)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _play(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            status=self.status, headers={"Content-Type": "multipart/x-mixed-replace; boundary=frame"}
        )
        await response.prepare(request)
        while True:
            await response.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + jpeg(b"x" * 2000) + b"\r\n")
            await asyncio.sleep(0.05)


@pytest.fixture
async def http_camera() -> AsyncIterator[HttpCamera]:
    camera = HttpCamera()
    await camera.start()
    yield camera
    await camera.stop()


@asynccontextmanager
async def at_work(folder: Path, options: ServerOptions = QUICK) -> AsyncIterator[tuple[LocalCameras, House]]:
    data = DataFolder(folder)
    app = create_app(FakeEngine(), data, options)
    async with running(app, data, options):
        yield app[LOCAL_CAMERAS], app[HOUSE]
    assert not children(), "a stopped server leaves no program behind"


def children(of: int | None = None) -> list[psutil.Process]:
    return [each for each in psutil.Process(of).children() if _is_camera(each)]


def _is_camera(process: psutil.Process) -> bool:
    try:
        return "pi_client" in process.cmdline()
    except psutil.NoSuchProcess:  # a zombie is one too: it has ended
        return False


async def eventually(condition: Callable[[], object], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process has no event here
            await asyncio.sleep(0.02)


async def test_an_address_becomes_a_door_and_comes_back_at_the_next_start(
    tmp_path: Path, http_camera: HttpCamera
) -> None:
    async with at_work(tmp_path / "house") as (local, house):
        camera_id = await local.add_mjpeg(f" {http_camera.address} ", "Garden gate")
        await eventually(lambda: house.views.latest(camera_id))
        (camera,) = await list_cameras(ADMIN, house)
        assert (camera.id, camera.name, camera.kind) == (camera_id, "Garden gate", "mjpeg")
        assert camera.confirmed_at is not None
        with pytest.raises(ConflictError) as refusal:
            await local.add_mjpeg(http_camera.address, "Another name")
        assert refusal.value.reason.figures() == {"camera": "Garden gate"}
        (child,) = children()
        assert "open-sesame" not in " ".join(child.cmdline()), "every user of the PC can read a command line"
    written = b"".join(file.read_bytes() for file in (tmp_path / "house").rglob("*") if file.is_file())
    assert b"open-sesame" not in written
    async with at_work(tmp_path / "house", ServerOptions(port=0, advertise=False)) as (local, house):
        await eventually(lambda: any(house.views.latest(each) for each in house.views.connected_cameras()))
        async with asyncio.timeout(10):  # at another port it is a stranger at first, and takes its own place then
            while [(each.name, each.kind) for each in await list_cameras(ADMIN, house)] != [("Garden gate", "mjpeg")]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        (camera,) = await list_cameras(ADMIN, house)
        assert house.views.is_connected(camera.id)


async def test_a_program_that_dies_is_started_again(
    tmp_path: Path, http_camera: HttpCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("offload_server.mjpeg_process._FIRST_PAUSE_S", 0.05)
    async with at_work(tmp_path / "house") as (local, house):
        camera_id = await local.add_mjpeg(http_camera.address, "Gate")
        (child,) = children()
        child.kill()
        await eventually(lambda: not house.views.is_connected(camera_id))
        assert local.problems()[camera_id].code == "mjpeg_not_started"
        await eventually(lambda: house.views.is_connected(camera_id) and not local.problems())
        assert [each.pid for each in children()] != [child.pid]


async def test_a_camera_that_goes_says_why_and_comes_back(tmp_path: Path, http_camera: HttpCamera) -> None:
    async with at_work(tmp_path / "house") as (local, _house):
        camera_id = await local.add_mjpeg(http_camera.address, "Gate")
        await http_camera.stop()
        await eventually(lambda: camera_id in local.problems())
        reason = local.problems()[camera_id]
        assert reason.code == "mjpeg_not_reached"
        assert "open-sesame" not in str(reason)
        await http_camera.start()
        await eventually(lambda: not local.problems(), 30)


@pytest.mark.parametrize(
    ("fault", "code"),
    [("nobody", "mjpeg_not_reached"), ("refused", "mjpeg_needs_password"), ("no such page", "mjpeg_no_page")],
)
async def test_an_address_without_pictures_is_refused_with_its_reason(
    tmp_path: Path, http_camera: HttpCamera, fault: str, code: str
) -> None:
    async with at_work(tmp_path / "house") as (local, house):
        address = http_camera.address
        if fault == "nobody":
            await http_camera.stop()
        elif fault == "refused":
            http_camera.status = 401
        else:
            address += "/nothing"
        with pytest.raises(RefusedError) as refusal:
            await local.add_mjpeg(address, "Gate")
        assert refusal.value.reason.code == code
        assert await list_cameras(ADMIN, house) == ()
        assert not children()


@pytest.mark.parametrize(
    "address", ["", "camera", "ftp://camera/video", "http://", "file:///etc/passwd", "http://a b/", "http://x:99999/"]
)
async def test_what_is_no_address_is_refused_before_anything_is_started(tmp_path: Path, address: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        checked_url(address)
    assert refusal.value.reason.code == "mjpeg_address_wrong"


async def test_no_program_of_the_folder_of_the_start_is_run(
    tmp_path: Path, http_camera: HttpCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever starts the station in a folder of downloads must not run what lies there under our names."""
    planted = tmp_path / "downloads"
    (planted / "pi_client").mkdir(parents=True)
    for name in ("pi_client/__init__.py", "pi_client/__main__.py", "json.py"):
        (planted / name).write_text("import pathlib; pathlib.Path(__file__).with_name('ran').touch()")
    monkeypatch.chdir(planted)
    async with at_work(tmp_path / "house") as (local, _):
        await local.add_mjpeg(http_camera.address, "Garden gate")
    assert not list(planted.rglob("ran"))


async def test_a_name_is_never_taken_for_an_option(tmp_path: Path, http_camera: HttpCamera) -> None:
    async with at_work(tmp_path / "house") as (local, house):
        await local.add_mjpeg(http_camera.address, "--verbose")
        (camera,) = await list_cameras(ADMIN, house)
        assert camera.name == "--verbose"


async def test_stopping_in_the_middle_of_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    silent = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with at_work(tmp_path / "house") as (local, house):
        adding = asyncio.create_task(local.add_mjpeg(f"http://127.0.0.1:{port}/", "Gate"))
        await eventually(house.views.connected_cameras)
    with pytest.raises(asyncio.CancelledError):
        await adding
    silent.close()
    async with at_work(tmp_path / "house") as (_, house):
        assert await list_cameras(ADMIN, house) == ()


def test_no_request_adds_a_camera_of_this_pc() -> None:
    """What is fetched is decided at the station: nothing of the API leads to the cameras of this PC."""
    api = Path(offload_server.api.__file__).parent
    for file in api.rglob("*.py"):
        assert "local_cameras" not in file.read_text(encoding="utf-8").lower(), file
        assert "own_cameras" not in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize(
    "address",
    [
        "http://user:open/sesame@host/video",
        "http://user:open#sesame@host/video",
        "user:open-sesame@host/video",
        "rtsp://user:open-sesame@host/video",
        "http:/host/video?password=open-sesame",
    ],
)
def test_an_address_that_is_refused_is_told_without_its_password(address: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        checked_url(address)
    assert "sesame" not in str(refusal.value)
    assert "host/video" in str(refusal.value)


def test_a_password_is_shown_nowhere() -> None:
    assert without_password("http://me:open@cam:81/a@b?x=1") == "http://cam:81/a@b?x=1"
    with pytest.raises(RefusedError) as refusal:
        checked_url("ftp://me:open@cam/")
    assert "open" not in str(refusal.value)


async def test_forgetting_ends_the_program_for_good(tmp_path: Path, http_camera: HttpCamera) -> None:
    async with at_work(tmp_path / "house") as (local, house):
        camera_id = await local.add_mjpeg(http_camera.address, "Gate")
        await forget_camera(ADMIN, house, camera_id)
        await eventually(lambda: not children() and not house.views.is_connected(camera_id))
        await eventually(lambda: not any((tmp_path / "house" / "own-cameras").iterdir()))
        assert await list_cameras(ADMIN, house) == ()


STATION = """
import sys, pathlib
from offload_server.data_folder import DataFolder
from offload_server.options import ServerOptions
from offload_server.runtime import ServerThread
from tests.fakes.engine import FakeEngine
server = ServerThread(FakeEngine(), DataFolder(pathlib.Path(sys.argv[1])), ServerOptions(port=0, advertise=False))
server.start()
server.call(server.local_cameras.add_mjpeg, sys.argv[2], "Gate").result(30)
print("watching", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not of Windows")
async def test_a_killed_station_takes_its_program_along(tmp_path: Path, http_camera: HttpCamera) -> None:
    station = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STATION, str(tmp_path / "house"), http_camera.address,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert station.stdout is not None
        async with asyncio.timeout(40):
            assert await station.stdout.readline() == b"watching\n"
        (child,) = children(station.pid)
        os.kill(station.pid, signal.SIGKILL)
        await station.wait()
        await eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 10)
    finally:
        if station.returncode is None:
            station.kill()
            await station.wait()


def test_a_supervised_camera_without_its_first_line_says_so() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pi_client", "run", "--supervised"],
        input=b"",
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode == 2
    assert ended.stderr
    assert json.dumps("Traceback") not in ended.stderr.decode()
