"""One connection against a real server: greeted, one frame in flight, newest first, ended for a reason."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest

from offload_server.wire.messages import (
    STREAM_PATH,
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    CameraEventName,
    Control,
    Hello,
    Indicator,
    Welcome,
)
from pi_client.camera.protocol import CapturedFrame
from pi_client.clock import now_us
from pi_client.link import End, Link, LinkEnd, LinkEndedError, LinkTimes
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from tests.fakes.wire_server import WireServer, running_server
from tests.pi_client.conftest import jpeg, until

HELLO = Hello(1, "test", "a door")
QUICK = LinkTimes(welcome_s=0.2, answer_s=0.3, goodbye_s=0.5)


@dataclass
class Listener:
    indicators: list[Indicator] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)

    def indicated(self, indicator: Indicator) -> None:
        self.indicators.append(indicator)

    def wished(self, control: Control) -> None:
        self.controls.append(control)


class Camera:
    """A link to ``server`` and a camera of ``fps`` in front of it."""

    def __init__(self, server: WireServer, link: Link, frames: NewestFrame, news: CameraNews, heard: Listener) -> None:
        self.server, self.link, self.frames, self.news, self.heard = server, link, frames, news, heard

    async def capture(self, fps: float) -> None:
        while True:
            self.frames.put(CapturedFrame(jpeg(length=2000), now_us()))
            await asyncio.sleep(1 / fps)

    @asynccontextmanager
    async def streaming(self, fps: float = 100) -> AsyncIterator[asyncio.Task[LinkEnd]]:
        await self.link.greet(HELLO)
        capture, stream = asyncio.create_task(self.capture(fps)), asyncio.create_task(self.link.stream())
        try:
            yield stream
        finally:
            for task in (capture, stream):
                task.cancel()
            await asyncio.gather(capture, stream, return_exceptions=True)
            await self.link.close()


@asynccontextmanager
async def connected(server: WireServer | None = None, times: LinkTimes | None = None) -> AsyncIterator[Camera]:
    async with running_server(server) as running, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"http://{running.address}{STREAM_PATH}", compress=0)
        frames, news, heard = NewestFrame(), CameraNews(), Listener()
        link = Link(socket, frames, news, heard, times=times)
        try:
            yield Camera(running, link, frames, news, heard)
        finally:
            await link.close()


async def ended(camera: Camera) -> LinkEnd:
    async with camera.streaming() as stream:
        return await asyncio.wait_for(stream, 5)


async def test_hello_is_answered_by_the_servers_welcome() -> None:
    async with connected() as camera:
        welcome = await camera.link.greet(Hello(1, "test", "a door", "key-7"))
        assert welcome == Welcome(1, "camera-of-key-7", "key-7", 0)
        assert camera.server.hellos == [Hello(1, "test", "a door", "key-7")]


async def test_one_frame_is_in_flight_and_each_tells_when_the_last_answer_came() -> None:
    async with connected(WireServer(answer_delay_s=0.005)) as camera, camera.streaming():
        await camera.server.until(lambda: len(camera.server.frames) > 10)
        received = [item.frame for item in camera.server.frames]
    assert camera.server.most_in_flight == 1
    assert [frame.seq for frame in received] == list(range(len(received)))
    assert received[0].answered_seq is None
    for before, after in itertools.pairwise(received):
        assert after.answered_seq == before.seq
        assert after.answered_at_us is not None
        assert before.sent_at_us <= after.answered_at_us <= after.sent_at_us
        assert after.captured_at_us <= after.sent_at_us


async def test_the_age_of_frames_does_not_grow_when_the_server_is_slow() -> None:
    async with connected(WireServer(answer_delay_s=0.1)) as camera, camera.streaming(fps=100):
        await camera.server.until(lambda: len(camera.server.frames) >= 20)
        ages_ms = [item.age_us / 1000 for item in camera.server.frames]
    assert camera.frames.skipped > 100  # the camera made ten pictures for each that was sent
    assert sorted(ages_ms)[len(ages_ms) // 2] < 30  # a picture interval of 10 ms and the loopback
    assert max(ages_ms[10:]) < 100  # not one waited for an answer to another


async def test_frames_come_as_often_as_the_server_wants_them() -> None:
    async with connected(WireServer(next_interval_ms=100)) as camera, camera.streaming(fps=200):
        await camera.server.until(lambda: len(camera.server.frames) >= 5)
        sent = [item.frame.sent_at_us for item in camera.server.frames]
    pauses_ms = [(after - before) / 1000 for before, after in itertools.pairwise(sent)]
    assert min(pauses_ms) >= 99


async def test_a_control_message_ends_a_long_pause_at_once_and_reaches_the_camera() -> None:
    wish = Control(interval_ms=0, long_side_px=640, exposure_area=(0.1, 0.1, 0.2, 0.2))
    async with connected(WireServer(next_interval_ms=60_000)) as camera, camera.streaming():
        await until(lambda: bool(camera.heard.indicators))
        await camera.server.say(wish)
        await camera.server.until(lambda: len(camera.server.frames) == 2, timeout_s=2)
    assert camera.heard.controls == [wish]


async def test_the_indicator_of_every_answer_is_handed_on() -> None:
    async with connected() as camera, camera.streaming():
        await camera.server.until(lambda: len(camera.server.frames) > 2)
        camera.server.indicator = Indicator.RECOGNISED
        await until(lambda: Indicator.RECOGNISED in camera.heard.indicators)
    assert camera.heard.indicators[0] is Indicator.LOOKING


async def test_news_of_the_camera_is_sent_once_even_without_frames() -> None:
    lost = CameraEvent(CameraEventName.CAMERA_LOST, 17)
    async with connected() as camera:
        await camera.link.greet(HELLO)
        camera.news.report(lost)
        stream = asyncio.create_task(camera.link.stream())
        await camera.server.until(lambda: camera.server.events == [lost])
        camera.news.report(CameraEvent(CameraEventName.BELL, 18))
        await camera.server.until(lambda: len(camera.server.events) == 2)
        stream.cancel()
        await asyncio.gather(stream, return_exceptions=True)


async def test_an_answer_to_another_frame_counts_for_nothing() -> None:
    async with connected(WireServer(answers=False)) as camera, camera.streaming():
        await camera.server.until(lambda: len(camera.server.frames) == 1)
        for seq in (5, 2**50):
            await camera.server.say(Answer(seq, 0, Indicator.RECOGNISED))
        await camera.server.say(Answer(0, 0, Indicator.IDLE))
        await camera.server.until(lambda: len(camera.server.frames) == 2)
    assert camera.heard.indicators == [Indicator.IDLE]


async def test_an_unknown_kind_is_logged_once_and_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with connected() as camera, camera.streaming():
        for _ in range(3):
            await camera.server.say('{"kind":"order","door":1}')
        seen = len(camera.server.frames)
        await camera.server.until(lambda: len(camera.server.frames) > seen + 2)
    assert len([record for record in caplog.records if "of the kind order" in record.message]) == 1


async def test_a_server_that_says_nothing_to_hello_is_given_up() -> None:
    async with connected(WireServer(welcomes=False), QUICK) as camera:
        with pytest.raises(LinkEndedError) as end:
            await camera.link.greet(HELLO)
    assert end.value.outcome == LinkEnd(End.SILENT)


async def test_a_server_that_answers_no_frame_is_given_up() -> None:
    async with connected(WireServer(answers=False), QUICK) as camera:
        assert await ended(camera) == LinkEnd(End.SILENT)


@pytest.mark.parametrize(
    ("bye", "told"),
    [
        (Bye(ByeReason.PROTOCOL_TOO_OLD, 2, 3), LinkEnd(End.PROTOCOL_DIFFERS, ByeReason.PROTOCOL_TOO_OLD)),
        (Bye(ByeReason.PROTOCOL_TOO_NEW), LinkEnd(End.PROTOCOL_DIFFERS, ByeReason.PROTOCOL_TOO_NEW)),
        (Bye(ByeReason.TOO_MANY_CAMERAS), LinkEnd(End.SAID_BYE, ByeReason.TOO_MANY_CAMERAS)),
        (Bye(ByeReason.FORGOTTEN), LinkEnd(End.SAID_BYE, ByeReason.FORGOTTEN)),
    ],
)
async def test_a_bye_instead_of_a_welcome_says_why(bye: Bye, told: LinkEnd) -> None:
    async with connected(WireServer(first_words=[bye])) as camera:
        with pytest.raises(LinkEndedError) as end:
            await camera.link.greet(HELLO)
    assert end.value.outcome == told


@pytest.mark.parametrize(
    ("spoken", "camera_is"), [(2, ByeReason.PROTOCOL_TOO_OLD), (65_535, ByeReason.PROTOCOL_TOO_OLD)]
)
async def test_a_welcome_in_another_version_is_declined_with_the_versions_we_speak(
    spoken: int, camera_is: ByeReason
) -> None:
    async with connected(WireServer(protocol=spoken)) as camera:
        with pytest.raises(LinkEndedError) as end:
            await camera.link.greet(HELLO)
        assert end.value.outcome == LinkEnd(End.PROTOCOL_DIFFERS, camera_is)
        await camera.server.until(lambda: camera.server.byes == [Bye(ByeReason.PROTOCOL_TOO_NEW, 1, 1)])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("not JSON", ByeReason.MALFORMED_MESSAGE),
        (b"\x00", ByeReason.MALFORMED_MESSAGE),
        ('{"kind":"answer","seq":"1"}', ByeReason.MALFORMED_MESSAGE),
        ("x" * 4097, ByeReason.MESSAGE_TOO_LARGE),
    ],
)
async def test_a_server_that_breaks_the_protocol_is_told_so_and_left(words: str | bytes, reason: ByeReason) -> None:
    async with connected() as camera, camera.streaming() as stream:
        await camera.server.say(words)
        assert await asyncio.wait_for(stream, 5) == LinkEnd(End.BROKE_PROTOCOL, reason)
        await camera.server.until(lambda: [bye.reason for bye in camera.server.byes] == [reason])


async def test_something_else_than_a_welcome_is_a_broken_protocol() -> None:
    async with connected(WireServer(first_words=[Answer(1, 1, Indicator.IDLE)])) as camera:
        with pytest.raises(LinkEndedError) as end:
            await camera.link.greet(HELLO)
        assert end.value.outcome == LinkEnd(End.BROKE_PROTOCOL, ByeReason.NOT_A_HELLO)


async def test_a_bye_while_streaming_ends_the_stream_with_its_reason() -> None:
    async with connected() as camera, camera.streaming() as stream:
        await camera.server.until(lambda: len(camera.server.frames) > 2)
        await camera.server.bye(ByeReason.REPLACED)
        assert await asyncio.wait_for(stream, 5) == LinkEnd(End.SAID_BYE, ByeReason.REPLACED)


async def test_a_killed_server_ends_the_stream() -> None:
    async with connected() as camera, camera.streaming() as stream:
        await camera.server.until(lambda: len(camera.server.frames) > 2)
        await camera.server.stop()
        assert await asyncio.wait_for(stream, 5) == LinkEnd(End.LOST)


async def test_closing_says_bye_and_may_be_done_twice() -> None:
    async with connected() as camera:
        await camera.link.greet(HELLO)
        await camera.link.close(ByeReason.CAMERA_STOPPED)
        await camera.link.close(ByeReason.CAMERA_STOPPED)
        await camera.server.until(lambda: camera.server.byes == [Bye(ByeReason.CAMERA_STOPPED, 1, 1)])


async def test_a_server_that_does_not_close_holds_up_nobody() -> None:
    async with connected(times=QUICK) as camera, camera.streaming() as stream:
        await camera.server.until(lambda: len(camera.server.frames) > 2)
        stream.cancel()
        async with asyncio.timeout(2):
            await camera.link.close(ByeReason.CAMERA_STOPPED)
