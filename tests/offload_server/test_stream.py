"""One camera's connection, over a real socket, with an engine that does what the test says."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from offload_server.app_keys import LATEST_FRAMES, ROSTER
from offload_server.household import cameras
from offload_server.in_flight import FramesInFlight
from offload_server.options import ServerOptions
from offload_server.reasons import ServerReason
from offload_server.stream import EVENTS_AT_ONCE, HARD_MESSAGE_LIMIT_BYTES
from offload_server.trust.principals import LocalAdmin
from offload_server.wire import codec
from offload_server.wire.limits import MAX_BINARY_BYTES
from offload_server.wire.messages import (
    PROTOCOL_VERSION,
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    CameraEventName,
    Control,
    FrameMessage,
    Hello,
    Indicator,
)
from pipeline.types import CameraId, Verdict
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_face, fake_observation
from tests.offload_server.serving import JPEG, Camera, Served, camera, serving

QUICK = ServerOptions(port=0, advertise=False, hello_timeout_s=0.3, camera_silence_s=0.3)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path / "house", options=QUICK) as served:
        yield served


async def bye_of(served: Served, *said: str | bytes) -> tuple[Bye, int | None]:
    """Say raw messages as a new camera; the bye and the close code that they bring."""
    async with camera(served) as door:
        for data in said:
            await (door.socket.send_bytes(data) if isinstance(data, bytes) else door.socket.send_str(data))
        while not isinstance(message := await door.hear(), Bye):
            pass
        return message, await door.closed_with()


HELLO = str(codec.encode(Hello(PROTOCOL_VERSION, "a test", "front door")))


async def eventually(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what the server does has no event here
            await asyncio.sleep(0.01)


async def test_a_frame_is_answered_when_the_engine_has_looked(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        assert welcome.next_interval_ms == served.house.settings.current.stream_interval_ms
        await door.frame(0)
        assert await door.hear() == Answer(0, welcome.next_interval_ms, Indicator.IDLE)
    job = served.engine.jobs[0]
    assert (job.camera_id, job.jpeg) == (welcome.camera_id, JPEG)
    assert 0 <= job.received_at_ns - job.captured_at_ns < 1_000_000_000


async def test_a_camera_gets_a_row_and_finds_it_again_by_its_key(served: Served) -> None:
    async with camera(served) as door:
        first = await door.hello()
    async with camera(served) as door:
        assert (await door.hello(first.resume_key)).camera_id == first.camera_id
    async with camera(served) as door:
        assert (await door.hello("k" * 43)).camera_id != first.camera_id  # a key that opens nothing
    assert len(await cameras.list_cameras(LocalAdmin(), served.house)) == 2


async def test_an_answer_waits_for_the_engine(served: Served) -> None:
    served.engine.answers = False
    async with camera(served) as door:
        welcome = await door.hello()
        await door.frame(0)
        await eventually(lambda: served.engine.jobs)
        await asyncio.sleep(0.05)
        looked_at = time.monotonic()
        served.engine.say(fake_observation(welcome.camera_id, served.engine.jobs[0].seq, faces=(fake_face(),)))
        assert await door.hear() == Answer(0, welcome.next_interval_ms, Indicator.LOOKING)
        assert time.monotonic() - looked_at < 1


async def test_replaced_frames_are_answered_with_the_one_that_replaced_them(served: Served) -> None:
    served.engine.answers = False
    async with camera(served) as door:
        welcome = await door.hello()
        for seq in (5, 6, 7):
            await door.frame(seq)
        await eventually(lambda: len(served.engine.jobs) == 3)
        served.engine.say(fake_observation(welcome.camera_id, served.engine.jobs[0].seq))
        served.engine.say(fake_observation(welcome.camera_id, served.engine.jobs[2].seq))
        answers = [await door.hear(), await door.hear()]
    assert [answer.seq for answer in answers if isinstance(answer, Answer)] == [5, 7]


async def test_the_door_shows_the_decision_and_nothing_else(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        served.engine.say(fake_decision(camera_id=welcome.camera_id, verdict=Verdict.UNKNOWN))
        await door.frame(0)
        message = await door.socket.receive(timeout=5)
    assert set(json.loads(message.data)) == {"kind", "seq", "next_interval_ms", "indicator"}
    assert json.loads(message.data)["indicator"] == "not_recognised"


async def test_while_the_networks_load_the_door_is_unavailable(tmp_path: Path) -> None:
    engine = FakeEngine(ready=False)
    async with serving(tmp_path, engine, QUICK) as served, camera(served) as door:
        await door.hello()
        await door.frame(0)
        answer = await door.hear()
        engine.become_ready()
        await door.frame(1)
        assert await door.hear() == Answer(1, 100, Indicator.IDLE)
    assert answer == Answer(0, 1000, Indicator.UNAVAILABLE)
    assert len(engine.jobs) == 1


async def test_an_engine_that_says_nothing_does_not_stop_a_camera() -> None:
    answers: list[tuple[int, bool]] = []
    frames = FramesInFlight(lambda seq, looked: answers.append((seq, looked)), within_s=0.02)
    frames.sent(1, 100)
    frames.sent(2, 101)
    await asyncio.sleep(0.1)
    assert answers == [(101, False)]  # the newest, once
    frames.saw(fake_observation("c", 2))
    assert answers == [(101, False)]


@pytest.mark.parametrize(
    ("said", "reason", "code"),
    [
        ("", ByeReason.NOT_A_HELLO, 1002),
        ("hello", ByeReason.NOT_A_HELLO, 1002),
        (b"\x00\x01", ByeReason.NOT_A_HELLO, 1002),
        ('{"kind":"bye","reason":"replaced"}', ByeReason.NOT_A_HELLO, 1002),
        (codec.encode(FrameMessage(0, 0, 0, JPEG)), ByeReason.NOT_A_HELLO, 1002),
        (codec.encode(Hello(PROTOCOL_VERSION + 1, "", "")), ByeReason.PROTOCOL_TOO_NEW, 1002),
        ("x" * 5000, ByeReason.MESSAGE_TOO_LARGE, 1009),
    ],
)
async def test_whoever_does_not_begin_with_hello_is_sent_away(
    served: Served, said: str | bytes, reason: ByeReason, code: int, allow_log: Callable[[str], None]
) -> None:
    allow_log("offload_server.stream: camera")
    bye, closed = await bye_of(served, said)
    assert (bye, closed) == (Bye(reason, 1, PROTOCOL_VERSION), code)
    assert await cameras.list_cameras(LocalAdmin(), served.house) == ()


async def test_whoever_says_nothing_is_sent_away(served: Served) -> None:
    assert (await bye_of(served))[0].reason is ByeReason.NOT_A_HELLO


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("{", ByeReason.MALFORMED_MESSAGE),
        (HELLO, ByeReason.MALFORMED_MESSAGE),
        ('{"kind":"answer","seq":1,"next_interval_ms":5,"indicator":"idle"}', ByeReason.MALFORMED_MESSAGE),
        (b"\x00" * (MAX_BINARY_BYTES + 1), ByeReason.MESSAGE_TOO_LARGE),
    ],
)
async def test_a_message_that_breaks_the_protocol_ends_the_connection(
    served: Served, said: str | bytes, reason: ByeReason, allow_log: Callable[[str], None]
) -> None:
    allow_log("offload_server.stream: camera")
    assert (await bye_of(served, HELLO, said))[0].reason is reason


async def test_a_message_beyond_every_limit_is_not_even_read(served: Served) -> None:
    async with camera(served) as door:
        await door.hello()
        await door.socket.send_bytes(b"\x00" * (HARD_MESSAGE_LIMIT_BYTES + 1))
        assert await door.closed_with() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_a_frame_number_never_goes_back(served: Served) -> None:
    async with camera(served) as door:
        await door.hello()
        await door.frame(3)
        await door.hear()
        await door.frame(3)
        assert await door.hear() == Bye(ByeReason.MALFORMED_MESSAGE, 1, PROTOCOL_VERSION)


async def test_a_flood_ends_with_a_bye(served: Served) -> None:
    served.engine.answers = False
    said = [codec.encode(FrameMessage(seq, seq, seq, JPEG)) for seq in range(200)]
    assert (await bye_of(served, HELLO, *said))[0].reason is ByeReason.TOO_MANY_MESSAGES
    assert len(served.engine.jobs) < 150


async def test_a_flood_of_pings_ends_with_a_bye(served: Served) -> None:
    async with camera(served) as door:
        await door.hello()
        for _ in range(200):
            await door.socket.ping(b"x")
        assert await door.hear() == Bye(ByeReason.TOO_MANY_MESSAGES, 1, PROTOCOL_VERSION)


async def test_a_ping_is_answered(served: Served) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(served.stream_url(), autoping=False) as socket:
        await socket.send_str(HELLO)
        await socket.receive(timeout=5)
        await socket.ping(b"are you there?")
        answer = await socket.receive(timeout=5)
    assert (answer.type, answer.data) == (aiohttp.WSMsgType.PONG, b"are you there?")


async def test_a_camera_that_rings_without_end_does_not_drown_other_notices(served: Served) -> None:
    async with served.outputs.notices.subscribe() as notices, camera(served) as door:
        await door.hello()
        for at_us in range(100):
            await door.say(CameraEvent(CameraEventName.BELL, at_us))
        await door.frame(0)
        assert isinstance(await door.hear(), Answer)
        assert notices.qsize() == EVENTS_AT_ONCE


async def test_unknown_kinds_are_logged_once_and_ignored(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with camera(served) as door:
        await door.hello()
        for _ in range(3):
            await door.socket.send_str('{"kind":"hologram","depth":3}')
        await door.frame(0)
        assert isinstance(await door.hear(), Answer)
    assert sum("hologram" in record.message for record in caplog.records) == 1


async def test_bell_touch_and_a_lost_camera_are_noticed(served: Served) -> None:
    async with served.outputs.notices.subscribe() as notices, camera(served) as door:
        welcome = await door.hello()
        for name in CameraEventName:
            await door.say(CameraEvent(name, 1))
        heard = [await asyncio.wait_for(notices.get(), 5) for _ in CameraEventName]
    assert [notice.reason.code for notice in heard] == ["bell_rang", "door_touched", "camera_lost"]
    assert {notice.camera_id for notice in heard} == {welcome.camera_id}


async def test_a_camera_that_stops_is_lost_and_may_come_back(served: Served) -> None:
    async with served.outputs.notices.subscribe() as notices, camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        await door.frame(0)
        await door.hear()
        lost = await asyncio.wait_for(notices.get(), 5)
        assert not served.house.views.is_connected(camera_id)
        assert served.engine.forgotten == [camera_id]  # its visits are closed
        await door.frame(1)
        back = await asyncio.wait_for(notices.get(), 5)
        assert served.house.views.is_connected(camera_id)
        assert notices.empty()
    assert (lost.reason.code, back.reason.code) == (ServerReason.CAMERA_LOST, ServerReason.CAMERA_BACK)
    await eventually(lambda: not served.house.views.is_connected(camera_id))


async def test_a_newer_connection_takes_the_place_of_the_older(served: Served) -> None:
    async with camera(served) as old, camera(served) as new:
        welcome = await old.hello()
        await new.hello(welcome.resume_key)
        assert await old.hear() == Bye(ByeReason.REPLACED, 1, PROTOCOL_VERSION)
        assert await old.closed_with() == aiohttp.WSCloseCode.OK
        await new.frame(0)
        assert isinstance(await new.hear(), Answer)
        assert served.house.views.is_connected(CameraId(welcome.camera_id))
        assert served.engine.forgotten == []


async def test_a_camera_that_leaves_is_forgotten_by_the_engine_not_by_the_house(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        await door.say(Bye(ByeReason.CAMERA_STOPPED))
        await door.closed_with()
    await eventually(lambda: served.engine.forgotten == [welcome.camera_id])
    assert served.app[LATEST_FRAMES].get(CameraId(welcome.camera_id)) is None
    assert len(await cameras.list_cameras(LocalAdmin(), served.house)) == 1


async def test_a_camera_that_the_admin_forgets_is_sent_away(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        async with served.http.delete(served.api(f"/cameras/{welcome.camera_id}")) as response:
            assert response.status == 204
        assert await door.hear() == Bye(ByeReason.FORGOTTEN, 1, PROTOCOL_VERSION)


async def test_the_server_passes_its_wishes_on(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        wish = Control(interval_ms=500, long_side_px=640)
        assert served.app[ROSTER].tell(CameraId(welcome.camera_id), wish)
        assert await door.hear() == wish
        assert not served.app[ROSTER].tell(CameraId("nobody"), wish)


async def test_a_half_open_connection_is_found(tmp_path: Path) -> None:
    """The cable is out: no answer to a ping, and no end of the connection either."""
    options = ServerOptions(port=0, advertise=False, heartbeat_s=0.1)
    async with (
        serving(tmp_path, options=options) as served,
        aiohttp.ClientSession() as session,
        session.ws_connect(served.stream_url(), autoping=False) as socket,
    ):
        camera_id = CameraId((await Camera(socket).hello()).camera_id)
        assert served.house.views.is_connected(camera_id)
        await eventually(lambda: not served.house.views.is_connected(camera_id))


async def test_one_camera_too_many_is_told_so(tmp_path: Path) -> None:
    options = ServerOptions(port=0, advertise=False, max_cameras=1)
    async with serving(tmp_path, options=options) as served, camera(served) as first:
        await first.hello()
        assert await bye_of(served, HELLO) == (Bye(ByeReason.TOO_MANY_CAMERAS, 1, PROTOCOL_VERSION), 1013)
        await first.frame(0)
        assert isinstance(await first.hear(), Answer)


async def test_cameras_are_told_that_the_server_stops(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        async with serving(tmp_path, options=QUICK) as served:
            doors = [Camera(await session.ws_connect(served.stream_url())) for _ in range(2)]
            await doors[0].hello()
            reading = [asyncio.create_task(door.hear()) for door in doors]
            await asyncio.sleep(0.05)
            began = time.monotonic()
        assert time.monotonic() - began < 3
        assert [await task for task in reading] == [Bye(ByeReason.SHUTTING_DOWN, 1, PROTOCOL_VERSION)] * 2
        for door in doors:
            await door.socket.close()
