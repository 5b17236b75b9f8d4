"""A session of a version 1 camera, recorded byte by byte, is served by the real server as it was on that day."""

from __future__ import annotations

import json
import re
from pathlib import Path

import aiohttp
import pytest

from offload_server import stream
from offload_server.reasons import ServerReason
from offload_server.wire import codec
from offload_server.wire.messages import OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, Bye, ByeReason, Hello
from resources.catalogue import LANGUAGES, Catalogue
from tests.offload_server.serving import Served, camera, serving

SESSION = Path(__file__).with_name("session_v1.jsonl")


def same(said: str, recorded: str) -> bool:
    """``*`` in the record is whatever the server made up on that day: ids and keys."""
    pattern = re.escape(recorded).replace(re.escape('"*"'), '"[!-~]+"')
    return re.fullmatch(pattern, said) is not None


async def test_the_recorded_session_is_served_as_it_was(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in SESSION.read_text(encoding="utf-8").splitlines()]
    async with serving(tmp_path) as served:
        async with aiohttp.ClientSession() as session, session.ws_connect(served.stream_url()) as socket:
            for line in lines:
                if "camera" in line:
                    await socket.send_str(line["camera"])
                elif "camera_hex" in line:
                    await socket.send_bytes(bytes.fromhex(line["camera_hex"]))
                else:
                    said = await socket.receive_str(timeout=5)
                    assert same(said, line["server"]), (said, line["server"])
            assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
        assert [job.jpeg for job in served.engine.jobs] == [b"\xff\xd8\xff\xd9"] * 2


def test_the_newest_version_and_the_one_before_it_are_spoken() -> None:
    assert max(1, PROTOCOL_VERSION - 1) == OLDEST_PROTOCOL_VERSION


async def greeted(served: Served, protocol: int) -> object:
    async with camera(served) as door:
        await door.say(Hello(protocol, "munjigi-pi 9", "gate"))
        return await door.hear()


@pytest.mark.parametrize(
    ("protocol", "bye", "code"),
    [
        (1, ByeReason.PROTOCOL_TOO_OLD, ServerReason.CAMERA_SOFTWARE_OLD),
        (4, ByeReason.PROTOCOL_TOO_NEW, ServerReason.CAMERA_SOFTWARE_NEW),
    ],
)
async def test_a_server_of_versions_2_and_3_says_on_both_sides_who_is_to_be_updated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: int, bye: ByeReason, code: ServerReason
) -> None:
    monkeypatch.setattr(stream, "OLDEST_PROTOCOL_VERSION", 2)
    monkeypatch.setattr(stream, "PROTOCOL_VERSION", 3)
    async with serving(tmp_path) as served, served.outputs.notices.subscribe() as notices:
        said = await greeted(served, protocol)
        assert isinstance(said, Bye)
        assert said.reason is bye
        notice = notices.get_nowait()
        assert notice.reason.code == code
        where = "the camera" if bye is ByeReason.PROTOCOL_TOO_OLD else "this PC"
        assert f"update Munjigi on {where}" in Catalogue("en").say_reason(notice.reason)
        for spoken in (2, 3):
            assert not isinstance(await greeted(served, spoken), Bye)
    side = "camera" if bye is ByeReason.PROTOCOL_TOO_OLD else "PC"
    assert f"update Munjigi on the {side}" in Catalogue("en").say(bye)  # what the camera's own log says
    assert all(Catalogue(language).say(bye) != bye for language in LANGUAGES)


def test_the_record_is_of_version_1() -> None:
    first = json.loads(SESSION.read_text(encoding="utf-8").splitlines()[0])["camera"]
    assert codec.decode(first) == Hello(1, "munjigi-pi 0.1.0", "현관")
