"""The call of 2019: the same question, none of its holes."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from pathlib import Path
from typing import Any

import aiohttp

from offload_server.household import cameras, people
from offload_server.trust.principals import LocalAdmin, UnpairedCamera
from pipeline.types import CameraId, Candidate, Comparison, ObservedFace, PersonId, VisitId
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_face, fake_observation
from tests.offload_server.api.conftest import problem_of
from tests.offload_server.serving import Served, camera, serving

ADMIN = LocalAdmin()


def near(person_id: PersonId, distance: float = 0.3) -> ObservedFace:
    comparison = Comparison(FAKE_SPACE, FAKE_THRESHOLD, (Candidate(person_id, distance),))
    return fake_face(None, comparison=comparison)


def picture(served: Served, *faces: ObservedFace) -> None:
    served.engine.picture_answer = fake_observation("picture", faces=faces)


async def see(served: Served, camera_id: CameraId, seq: int, visit: str | None = "v1") -> None:
    """The door's camera shows somebody in frame ``seq``."""
    face = dataclasses.replace(fake_face(None), visit_id=None if visit is None else VisitId(visit))
    served.engine.say(fake_observation(camera_id, seq=seq, faces=(face,)))
    async with asyncio.timeout(5):
        while (seen := served.house.views.latest(camera_id)) is None or seen.seq != seq:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def asked(served: Served, **query: str) -> dict[str, Any]:
    async with served.http.get(served.url + "/facerec", params=query) as response:
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


async def test_the_person_who_stands_there_is_true_and_everybody_else_is_false(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    await people.add_person(ADMIN, served.house, "Seo-yeon")
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        await see(served, camera_id, 1)
        picture(served, near(minji.id))
        assert await asked(served, username="Minji", stream_url="front door") == {
            "username": "Minji",
            "stream_url": "front door",
            "face_rec": "True",
        }
        assert (await asked(served, username="Seo-yeon", stream_url=camera_id))["face_rec"] == "False"


async def test_a_stranger_is_nobody(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    async with camera(served) as door:
        await see(served, CameraId((await door.hello()).camera_id), 1)
        picture(served, near(minji.id, 1.3))
        assert (await asked(served, username="Minji", stream_url="front door"))["face_rec"] == "False"


async def test_a_frame_asked_again_is_not_looked_at_again(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    async with camera(served) as door:
        await see(served, CameraId((await door.hello()).camera_id), 1)
        picture(served, near(minji.id, 1.3))
        assert (await asked(served, username="Minji", stream_url="front door"))["face_rec"] == "False"
        picture(served, near(minji.id))
        for _ in range(11):
            assert (await asked(served, username="Minji", stream_url="front door"))["face_rec"] == "False"


async def test_each_further_frame_of_a_visit_must_be_nearer(served: Served) -> None:
    """What is near enough at the first look is not at a later one of the same visit, and is again in a new visit."""
    minji = await people.add_person(ADMIN, served.house, "Minji")
    engine, rate = served.engine, served.house.settings.current.false_match_rate
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        asked_rates: list[float] = []
        threshold = engine.threshold

        def noted(false_match_rate: float) -> Any:
            asked_rates.append(false_match_rate)
            return threshold(false_match_rate)

        engine.threshold = noted  # type: ignore[method-assign]
        picture(served, near(minji.id))
        for seq, visit in ((1, "v1"), (2, "v1"), (3, "v1"), (4, "v2")):
            await see(served, camera_id, seq, visit)
            await asked(served, username="Minji", stream_url="front door")
        first, second, third, fresh = (each for each in asked_rates if each < rate)
        assert fresh == first > second > third
        assert first + second + third < rate


async def test_a_face_that_hides_in_every_other_frame_pays_all_the_same(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    engine, rate = served.engine, served.house.settings.current.false_match_rate
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        asked_rates: list[float] = []
        threshold = engine.threshold

        def noted(false_match_rate: float) -> Any:
            asked_rates.append(false_match_rate)
            return threshold(false_match_rate)

        engine.threshold = noted  # type: ignore[method-assign]
        picture(served, near(minji.id))
        for seq in range(8):
            await see(served, camera_id, seq, None if seq % 2 else "v1")
            await asked(served, username="Minji", stream_url="front door")
        of_visit = [each for each in asked_rates if each < rate][::2]
        assert len(of_visit) == 4
        assert of_visit == sorted(set(of_visit), reverse=True)


async def test_two_who_ask_at_once_are_not_two_first_looks(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    engine, rate = served.engine, served.house.settings.current.false_match_rate
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        asked_rates: list[float] = []
        threshold, analyse = engine.threshold, engine.analyse
        in_the_middle, may_go_on = threading.Event(), threading.Event()

        def noted(false_match_rate: float) -> Any:
            asked_rates.append(false_match_rate)
            return threshold(false_match_rate)

        def slow(picture: bytes) -> Any:
            in_the_middle.set()
            may_go_on.wait(5)
            return analyse(picture)

        engine.threshold, engine.analyse = noted, slow  # type: ignore[method-assign]
        picture(served, near(minji.id))
        await see(served, camera_id, 1)
        first = asyncio.create_task(asked(served, username="Minji", stream_url="front door"))
        await asyncio.to_thread(in_the_middle.wait, 5)
        await see(served, camera_id, 2)
        second = asyncio.create_task(asked(served, username="Minji", stream_url="front door"))
        await asyncio.sleep(0.1)
        may_go_on.set()
        await asyncio.gather(first, second)
        assert len({each for each in asked_rates if each < rate}) == 2


async def test_a_foreign_address_is_refused_and_never_fetched(served: Served) -> None:
    await people.add_person(ADMIN, served.house, "Minji")
    fetched: list[bytes] = []

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fetched.append(await reader.read(1))
        writer.close()

    async with await asyncio.start_server(visited, "127.0.0.1") as trap:
        port = trap.sockets[0].getsockname()[1]
        for url in (f"http://127.0.0.1:{port}/?action=snapshot", f"http://127.0.0.1:{port}/front door", "file:///etc"):
            query = {"username": "Minji", "stream_url": url}
            async with served.http.get(served.url + "/facerec", params=query) as response:
                await problem_of(response, 422, "stream_url_unknown")
        await asyncio.sleep(0.05)
    assert fetched == []


async def test_bad_questions_get_a_clear_answer(served: Served) -> None:
    await people.add_person(ADMIN, served.house, "Minji")
    async with camera(served) as door:
        await door.hello()
        cases: tuple[tuple[dict[str, str], int, str], ...] = (
            ({}, 422, "field_missing"),
            ({"username": "Minji"}, 422, "field_missing"),
            ({"stream_url": "front door"}, 422, "field_missing"),
            ({"username": "Nobody", "stream_url": "front door"}, 404, "person_name_unknown"),
            ({"username": "Minji", "stream_url": "back door"}, 422, "stream_url_unknown"),
            ({"username": "Minji", "stream_url": "front door"}, 409, "no_fresh_picture"),
            ({"username": "Minji", "stream_url": "front door", "count": "11"}, 422, "field_unknown"),
        )
        for query, status, code in cases:
            async with served.http.get(served.url + "/facerec", params=query) as response:
                await problem_of(response, status, code)


async def test_a_door_that_is_away_shows_nobody(served: Served) -> None:
    minji = await people.add_person(ADMIN, served.house, "Minji")
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        await see(served, camera_id, 1)
    picture(served, near(minji.id))
    async with asyncio.timeout(5):
        while served.house.views.is_connected(camera_id):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    async with served.http.get(
        served.url + "/facerec", params={"username": "Minji", "stream_url": "front door"}
    ) as response:
        await problem_of(response, 409, "camera_not_connected")


async def test_it_needs_a_token(served: Served) -> None:
    async with (
        aiohttp.ClientSession() as nobody,
        nobody.get(served.url + "/facerec", params={"username": "Minji", "stream_url": "front door"}) as response,
    ):
        await problem_of(response, 401, "token_missing")


async def test_the_camera_forgotten_is_no_camera(served: Served) -> None:
    await people.add_person(ADMIN, served.house, "Minji")
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
    await cameras.forget_camera(ADMIN, served.house, camera_id)
    async with served.http.get(
        served.url + "/facerec", params={"username": "Minji", "stream_url": camera_id}
    ) as response:
        await problem_of(response, 422, "stream_url_unknown")


async def test_a_camera_that_nobody_confirmed_is_no_witness(tmp_path: Path) -> None:
    async with serving(tmp_path / "lan") as served:
        minji = await people.add_person(ADMIN, served.house, "Minji")
        admitted = await cameras.admit_camera(UnpairedCamera(), served.house, "somebody's", None)
        picture(served, near(minji.id))
        query = {"username": "Minji", "stream_url": admitted.camera.id}
        async with served.http.get(served.url + "/facerec", params=query) as response:
            await problem_of(response, 422, "camera_not_confirmed")
