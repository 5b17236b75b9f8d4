"""The whole client in this process against real servers: it finds, streams, comes back, and stops cleanly."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offload_server.wire.messages import Bye, ByeReason, Control, Hello, Indicator
from pi_client import client as client_module
from pi_client.camera.protocol import CameraWishes
from pi_client.capture import Capture
from pi_client.client import CameraClient, ForgottenError
from pi_client.endpoints import Endpoint
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.link import LinkTimes
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.reasons import PiReason
from pi_client.reconnect import ReconnectPolicy
from pi_client.state_folder import STATE_FILE, CameraState, StateFolder
from tests.fakes.wire_server import WireServer, running_server
from tests.pi_client.conftest import RecordingReporter, ScriptedCamera, until

pytestmark = pytest.mark.allow_log("no connection|the camera is lost")


@dataclass
class Network:
    """Servers that "discovery" has found so far."""

    found: list[Endpoint] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    starts: int = 0
    stopped: bool = False

    async def start(self) -> None:
        self.starts += 1

    async def stop(self) -> None:
        self.stopped = True

    def endpoints(self) -> list[Endpoint]:
        return list(self.found)

    def appears(self, endpoint: Endpoint) -> None:
        self.found.append(endpoint)
        self.changed.set()


@dataclass
class Door:
    """A client with everything around it at hand."""

    folder: Path
    reporter: RecordingReporter
    camera: ScriptedCamera = field(default_factory=ScriptedCamera)
    network: Network = field(default_factory=Network)
    pause_s: float = 0.02
    accepts: Callable[[Endpoint], bool] = lambda _: True
    capture_is: list[Capture] = field(default_factory=list)

    def client(self) -> CameraClient:
        frames, news = NewestFrame(), CameraNews()
        policy = ReconnectPolicy(draw=lambda low, _: low)
        capture = Capture(self.camera, CameraWishes(), frames, news, self.reporter, policy=policy)
        self.capture_is.append(capture)
        return CameraClient(
            Hello(1, "test", "a door"),
            self.network,
            StateFolder(self.folder),
            self.reporter,
            frames,
            news,
            capture,
            accepts=self.accepts,
            times=LinkTimes(welcome_s=0.3, answer_s=2, goodbye_s=0.5),
            policy=self._policy(),
        )

    def _policy(self) -> ReconnectPolicy:
        policy = ReconnectPolicy()
        policy.after_failure = lambda: self.pause_s  # type: ignore[method-assign]
        return policy

    @asynccontextmanager
    async def streaming(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.client().run())
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, ForgottenError, CameraUnusableError):
                await task

    def words(self) -> list[object]:
        return [said[0] for said in self.reporter.said]


def at(server: WireServer, server_id: str | None = "home") -> Endpoint:
    return Endpoint(server.host, server.port, server_id)


@pytest.fixture
def door(tmp_path: Path, reporter: RecordingReporter) -> Door:
    return Door(tmp_path, reporter)


async def test_a_camera_streams_to_the_server_it_found_and_says_goodbye(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 3)
        await server.until(lambda: server.byes == [Bye(ByeReason.CAMERA_STOPPED, 1, 1)])
    assert door.reporter.said[0] == ("connected", "camera-of-key-1")
    assert ("indicator", Indicator.LOOKING) in door.reporter.said
    assert door.reporter.said[-1][0] == "stopped"
    assert door.network.stopped


async def test_no_task_is_left_behind(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        before = asyncio.all_tasks()
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 3)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before


async def test_a_killed_server_is_found_again_and_knows_the_camera_by_its_key(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 3)
            await server.stop()
            await until(lambda: "disconnected" in door.words())
            server.frames.clear()
            await server.start()
            await server.until(lambda: len(server.frames) > 3)
        assert [hello.resume_key for hello in server.hellos] == [None, "key-1"]
    assert door.reporter.said.count(("indicator", Indicator.UNAVAILABLE)) == 2


async def test_the_key_survives_a_restart_of_the_camera(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        for _ in range(2):
            async with door.streaming():
                await server.until(lambda: len(server.frames) > 1)
            server.frames.clear()
        assert [hello.resume_key for hello in server.hellos] == [None, "key-1"]


@pytest.mark.allow_log("is damaged")
async def test_a_camera_whose_memory_is_damaged_says_so_and_streams(door: Door) -> None:
    (door.folder / STATE_FILE).write_text("{")
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
    assert door.reporter.said[0] == ("noticed", PiReason.STATE_DAMAGED)


async def test_the_last_good_address_is_tried_even_when_nothing_is_advertised(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
        door.network.found.clear()
        server.frames.clear()
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)


async def test_of_many_addresses_the_one_that_works_is_found(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts and never answers
        dead = [Endpoint("127.0.0.1", 1), Endpoint("no such host", 1), Endpoint("::1", 9)]
        async with running_server() as server:
            door.network.found = [Endpoint("127.0.0.1", silent.getsockname()[1]), *dead, at(server)]
            async with door.streaming():
                await server.until(lambda: len(server.frames) > 1)


async def test_a_server_that_accepts_and_says_nothing_does_not_keep_the_camera(door: Door) -> None:
    async with running_server(WireServer(welcomes=False)) as mute, running_server() as server:
        door.network.found = [at(mute, "mute"), at(server)]
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
    assert len(mute.hellos) == 1


async def test_ipv6_serves_as_well(door: Door) -> None:
    async with running_server(WireServer(host="::1")) as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)


async def test_without_a_server_it_waits_and_says_so_once(door: Door) -> None:
    async with running_server() as server, door.streaming():
        await until(lambda: door.network.starts > 3)
        assert door.reporter.said == [("waiting", PiReason.LOOKING_FOR_SERVER)]
        door.network.appears(at(server))
        await server.until(lambda: len(server.frames) > 1)


async def test_an_advertisement_ends_a_long_pause(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "EARLIEST_WAKE_S", 0.05)
    door.pause_s = 3600
    async with running_server() as server, door.streaming():
        await until(lambda: "waiting" in door.words())
        door.network.appears(at(server))
        await server.until(lambda: len(server.frames) > 1, timeout_s=3)


async def test_advertisements_alone_do_not_make_a_busy_loop(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "EARLIEST_WAKE_S", 0.05)
    door.pause_s = 3600
    async with door.streaming():
        for _ in range(100):
            door.network.changed.set()
            await asyncio.sleep(0.003)
    assert door.network.starts < 12


@pytest.mark.parametrize(
    "reason",
    [ByeReason.PROTOCOL_TOO_OLD, ByeReason.PROTOCOL_TOO_NEW, ByeReason.TOO_MANY_CAMERAS, ByeReason.REPLACED],
)
async def test_a_refused_camera_says_why_and_waits_a_minute(door: Door, reason: ByeReason) -> None:
    async with running_server(WireServer(first_words=[Bye(reason, 1, 1)])) as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await until(lambda: "disconnected" in door.words())
            await asyncio.sleep(0.2)
            assert len(server.hellos) == 1
    assert door.reporter.said[1][2] is reason


async def test_a_server_that_shuts_down_is_awaited(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
            await server.bye(ByeReason.SHUTTING_DOWN)
            await server.until(lambda: len(server.hellos) == 2)
    assert ("disconnected", "said_bye", ByeReason.SHUTTING_DOWN) in door.reporter.said


async def test_a_forgotten_camera_throws_its_key_away_and_does_not_come_back_by_itself(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming() as task:
            await server.until(lambda: len(server.frames) > 1)
            await server.bye(ByeReason.FORGOTTEN)
            with pytest.raises(ForgottenError):
                await asyncio.wait_for(task, 5)
        assert StateFolder(door.folder).read().servers == ()
        async with door.streaming():
            await server.until(lambda: len(server.hellos) == 2)
    assert server.hellos[1].resume_key is None


async def test_a_stranger_that_says_forgotten_does_not_stop_the_camera(door: Door) -> None:
    async with running_server() as stranger, running_server() as home:
        stranger.first_words.append(Bye(ByeReason.FORGOTTEN))
        door.network.found.append(at(stranger, "stranger"))
        async with door.streaming():
            await stranger.until(lambda: bool(stranger.hellos))
            door.network.found[:] = [at(home)]
            door.network.changed.set()
            await home.until(lambda: len(home.frames) > 1)


async def test_a_server_that_removed_the_camera_does_not_keep_it_from_another_that_knows_it(door: Door) -> None:
    async with running_server() as rogue, running_server() as home:
        StateFolder(door.folder).write(CameraState().welcomed(at(home), "key-of-home"))
        door.network.found.append(at(rogue, "rogue"))
        only = {"rogue"}
        door.accepts = lambda endpoint: endpoint.server_id in only
        async with door.streaming():
            await rogue.until(lambda: len(rogue.frames) > 1)
            only.add("home")
            await rogue.bye(ByeReason.FORGOTTEN)
            await home.until(lambda: len(home.frames) > 1)
    assert home.hellos[0].resume_key == "key-of-home"
    assert len(rogue.hellos) == 1


async def test_a_redirect_is_not_followed(door: Door) -> None:
    from aiohttp import web

    async with running_server() as server:

        async def elsewhere(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(f"http://{server.address}{request.path}")

        application = web.Application()
        application.router.add_get("/{any:.*}", elsewhere)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.network.found.append(Endpoint("127.0.0.1", runner.addresses[0][1]))
        async with door.streaming():
            await until(lambda: ("waiting", PiReason.SERVER_UNREACHABLE) in door.reporter.said)
        await runner.cleanup()
        assert server.hellos == []


async def test_servers_that_are_not_wanted_are_left_alone(door: Door) -> None:
    door.accepts = lambda endpoint: endpoint.server_id == "mine"
    async with running_server() as stranger, running_server() as mine:
        door.network.found = [at(stranger, "stranger"), at(mine, "mine")]
        async with door.streaming():
            await mine.until(lambda: len(mine.frames) > 1)
        assert stranger.hellos == []


async def test_a_lost_camera_is_told_to_the_server_once(door: Door) -> None:
    gone = CameraError(PiReason.CAMERA_NOT_THERE, camera="scripted")
    door.camera.scripts = [[0.3, gone], [gone], [gone]]
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
        assert len(server.events) == 1


async def test_a_camera_that_cannot_work_ends_the_client(door: Door) -> None:
    door.camera.scripts = [[CameraUnusableError(PiReason.PICAMERA_MISSING)]]
    async with door.streaming() as task:
        with pytest.raises(CameraUnusableError):
            await asyncio.wait_for(task, 5)
    assert door.network.stopped
    assert [said[0] for said in door.reporter.said][-2:] == ["camera_lost", "stopped"], "the reason comes first"


async def test_the_servers_wish_reaches_the_camera(door: Door) -> None:
    async with running_server() as server:
        door.network.found.append(at(server))
        async with door.streaming():
            await server.until(lambda: len(server.frames) > 1)
            await server.say(Control(long_side_px=640))
            await until(lambda: len(door.camera.openings) == 2)
    assert door.camera.openings[1].long_side_px == 640


async def test_failures_warn_once_a_cycle_and_say_nothing_after(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.network.found.append(Endpoint("127.0.0.1", 1))
    async with door.streaming():
        await until(lambda: door.network.starts > 4)
    warnings = [record for record in caplog.records if record.levelname == "WARNING"]
    assert [record.message for record in warnings] == ["no connection: pi_server_unreachable"]
