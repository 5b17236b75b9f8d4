"""Events as they happen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from offload_server.api import live
from offload_server.app_keys import LIVE_SOCKETS
from offload_server.reasons import ServerReason
from pipeline.types import CameraId, Reason, Verdict
from tests.fakes.outputs import fake_decision
from tests.offload_server.serving import Served, serving


async def test_a_decision_of_the_engine_arrives_as_it_was_kept(served: Served) -> None:
    async with served.http.ws_connect(served.api("/events/live"), headers={"Accept-Language": "ko"}) as socket:
        await asyncio.to_thread(served.engine.say, fake_decision("v1", Verdict.UNKNOWN, person_id=None))
        news = await socket.receive_json(timeout=5)
        async with served.http.get(served.api("/events"), headers={"Accept-Language": "ko"}) as response:
            (event,) = (await response.json())["events"]
    assert news == {"kind": "decision", "event": event}


async def test_a_notice_arrives_with_its_sentence(served: Served) -> None:
    async with served.http.ws_connect(served.api("/events/live")) as socket:
        served.outputs.notices.publish(Reason.of(ServerReason.BELL_RANG), CameraId("c1"))
        news = await socket.receive_json(timeout=5)
    assert (news["kind"], news["camera_id"], news["reason"]["code"]) == ("notice", "c1", "bell_rang")
    assert news["reason"]["sentence"].endswith(".")


async def test_a_reader_may_leave_and_may_not_talk(served: Served) -> None:
    async with served.http.ws_connect(served.api("/events/live")) as socket:
        await socket.send_str("x" * 2 * live.MAX_INCOMING_BYTES)
        message = await socket.receive(timeout=5)
        assert message.type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_a_reader_that_does_not_read_is_dropped(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SEND_WITHIN_S", 0.2)
    monkeypatch.setattr(live, "CLOSE_WITHIN_S", 0.2)
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {served.token}"}
        socket = await session.ws_connect(served.api("/events/live"), headers=headers)
        connection = socket._response.connection
        assert connection is not None
        transport = connection.transport
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()
        long = Reason.of(ServerReason.FIELD_INVALID, field="x", problem="y" * 100_000)
        async with asyncio.timeout(30):
            while served.app[LIVE_SOCKETS]:
                served.outputs.notices.publish(long)
                await asyncio.sleep(0.005)
        transport.abort()


async def test_readers_are_told_that_the_server_stops(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        async with serving(tmp_path) as served:
            headers = {"Authorization": f"Bearer {served.token}"}
            socket = await session.ws_connect(served.api("/events/live"), headers=headers)
            reading = asyncio.create_task(socket.receive(timeout=5))
            await asyncio.sleep(0.05)
        assert (await reading).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY
