"""What the doctor says of each thing, and that it says it in both languages."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import string
from pathlib import Path

import cv2
import numpy as np
import pytest
from aiohttp import web

from pi_client.doctor import camera_check, network_check
from pi_client.doctor.finding import Finding, State, Topic
from pi_client.doctor.run import DoctorOptions, examine, report
from pi_client.endpoints import Endpoint
from pi_client.errors import CameraError, UsageError
from pi_client.reasons import DoctorReason, PiReason
from resources.catalogue import LANGUAGES, Catalogue
from resources.sentences import SENTENCES
from tests.offload_server.serving import serving
from tests.pi_client.conftest import ScriptedCamera, jpeg
from tests.pi_client.doctor.test_jpeg_measure import ROOM, encoded


async def seen(picture: bytes, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Topic, State, str]]:
    monkeypatch.setattr(camera_check, "LOOK_S", 0.05)
    findings = await camera_check.examine(ScriptedCamera(then=picture))
    return [(finding.topic, finding.state, finding.code) for finding in findings]


async def codes(picture: bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return [code for _, _, code in await seen(picture, monkeypatch)]


async def test_a_good_picture_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = await seen(encoded(ROOM), monkeypatch)
    assert [topic for topic, _, _ in found] == [Topic.CAMERA, Topic.LIGHT, Topic.FOCUS]
    assert {state for _, state, _ in found} == {State.OK}


async def test_what_is_wrong_with_a_picture_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    dark, bright, blurred = ROOM // 10, 255 - ROOM // 10, cv2.GaussianBlur(ROOM, (0, 0), 4)
    assert (await codes(encoded(dark), monkeypatch))[1:] == [
        DoctorReason.LIGHT_TOO_DARK,
        DoctorReason.FOCUS_IN_THE_DARK,
    ]
    assert (await codes(encoded(bright), monkeypatch))[1] == DoctorReason.LIGHT_TOO_BRIGHT
    assert (await codes(encoded(blurred), monkeypatch))[2] == DoctorReason.FOCUS_NOTHING_SHARP
    assert (await codes(encoded(ROOM[:240, :320]), monkeypatch))[0] == DoctorReason.CAMERA_TOO_COARSE
    assert (await codes(jpeg(b"no picture"), monkeypatch))[1] == DoctorReason.PICTURE_NOT_MEASURABLE
    assert (await codes(b"no JPEG", monkeypatch))[0] == PiReason.PICTURE_NOT_JPEG


async def test_a_camera_that_is_not_there_leaves_the_rest_unjudged() -> None:
    gone = CameraError(PiReason.CAMERA_NOT_THERE, camera="x")
    camera, *rest = await camera_check.examine(ScriptedCamera([[gone]]))
    assert (camera.state, camera.code) == (State.PROBLEM, PiReason.CAMERA_NOT_THERE)
    assert {finding.state for finding in rest} == {State.UNKNOWN}


@pytest.mark.parametrize(
    ("addresses", "code"),
    [
        ([], DoctorReason.NETWORK_NONE),
        (["fe80::1%eth0", "169.254.3.4"], DoctorReason.NETWORK_NO_DHCP),
        (["fe80::1%eth0", "192.168.0.7"], DoctorReason.NETWORK_FINE),
        (["fd00::7"], DoctorReason.NETWORK_FINE),
    ],
)
def test_the_network_is_judged_by_its_addresses(addresses: list[str], code: DoctorReason) -> None:
    assert network_check.examine_network(addresses).code == code


async def server(found: list[Endpoint], known: list[Endpoint], *, is_online: bool = True) -> list[str]:
    return [each.code for each in await network_check.examine_server(found, known, is_online=is_online)]


async def test_a_server_that_answers_is_fine_and_sets_the_clock_right(tmp_path: Path) -> None:
    async with serving(tmp_path) as served:
        end = Endpoint("127.0.0.1", int(served.url.rpartition(":")[2]), "id")
        assert await server([end], []) == [DoctorReason.SERVER_FINE, DoctorReason.CLOCK_FINE]
        assert await server([], [end]) == [DoctorReason.SERVER_NOT_HEARD, DoctorReason.CLOCK_FINE]
        assert not served.house.views.is_connected("anything")  # type: ignore[arg-type]


async def test_why_no_server_answers_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_check, "ANSWER_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # as a firewall or AP isolation looks from here
        isolated = Endpoint("127.0.0.1", silent.getsockname()[1])
        assert (await server([], [isolated]))[0] == DoctorReason.SERVER_ISOLATED
    assert (await server([], [Endpoint("127.0.0.1", 1)]))[0] == DoctorReason.SERVER_NOT_RUNNING
    assert (await server([], []))[0] == DoctorReason.SERVER_NOT_FOUND
    assert (await server([], [], is_online=False))[0] == DoctorReason.SERVER_NO_NETWORK


async def test_something_else_at_the_address_is_not_taken_for_a_server() -> None:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    other = Endpoint("127.0.0.1", runner.addresses[0][1])
    assert (await server([other], []))[0] == DoctorReason.SERVER_IS_ANOTHER
    await runner.cleanup()


@pytest.mark.parametrize(
    ("server_s", "own_s", "code"),
    [
        (1.8e9, 1.8e9 + 30, DoctorReason.CLOCK_FINE),
        (1.8e9, 1.8e9 - 3600, DoctorReason.CLOCK_WRONG),
        (None, 0.0, DoctorReason.CLOCK_NEVER_SET),
        (None, 1.8e9, DoctorReason.CLOCK_NOT_COMPARED),
    ],
)
def test_the_clock_is_compared_with_the_servers(server_s: float | None, own_s: float, code: DoctorReason) -> None:
    assert network_check.examine_clock(server_s, own_s).code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_a_sentence(language: str) -> None:
    for code in DoctorReason:
        figures = {name: 1 for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
        output = io.StringIO()
        report([Finding(Topic.SERVER, State.OK, code, figures)], Catalogue(language), as_json=False, output=output)
        assert code not in output.getvalue()


def test_the_exit_code_says_whether_there_is_something_to_do() -> None:
    words, output = Catalogue("en"), io.StringIO()
    fine = [Finding(Topic.CLOCK, state, DoctorReason.CLOCK_FINE) for state in (State.OK, State.UNKNOWN)]
    assert report(fine, words, as_json=False, output=io.StringIO()) == 0
    bad = Finding(Topic.NETWORK, State.PROBLEM, DoctorReason.NETWORK_NONE)
    assert report([*fine, bad], words, as_json=True, output=output) == 1
    assert json.loads(output.getvalue())[-1]["code"] == "pi_doctor_network_none"


async def test_the_whole_examination_has_one_finding_of_each_topic(tmp_path: Path) -> None:
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "1.jpg").write_bytes(encoded(np.ascontiguousarray(ROOM)))
    async with serving(tmp_path / "house") as served:
        address = served.url.removeprefix("http://")
        async with asyncio.timeout(20):
            findings = await examine(DoctorOptions(f"file:{tmp_path / 'film'}", address, tmp_path / "pi"))
    assert [finding.topic for finding in findings] == list(Topic)
    assert (findings[0].state, findings[4].state, findings[5].state) == (State.OK, State.OK, State.OK)
    with pytest.raises(UsageError):
        await examine(DoctorOptions("webcam"))
