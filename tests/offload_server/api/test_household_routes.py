"""People, consents, samples, cameras, events, settings, health: what HTTP says is what the use-cases did."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest

from offload_server.errors import StorageFullError
from offload_server.household import visits
from offload_server.trust.principals import LocalAdmin
from pipeline.errors import PictureRefusedError
from pipeline.types import AlignedFace, Observation, Reason, Verdict, read_only
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.api.conftest import problem_of
from tests.offload_server.household.faces import face, person
from tests.offload_server.serving import Served, camera

JPEG = {"Content-Type": "image/jpeg"}


def picture_of(*seeds: int) -> Observation:
    return fake_observation("picture", faces=tuple(face(person(seed)) for seed in seeds))


async def consent(served: Served) -> dict[str, Any]:
    async with served.http.get(served.api("/consent-text")) as response:
        text = await response.json()
    assert set(text["texts"]) == {"en", "ko"}
    return {"given_by": "Minji", "text_version": text["version"]}


async def added(served: Served, name: str = "Minji", *, agrees: bool = True) -> str:
    body = {"name": name, **({"consent": await consent(served)} if agrees else {})}
    async with served.http.post(served.api("/people"), json=body) as response:
        assert response.status == 201
        return str((await response.json())["id"])


async def samples_of(served: Served, person_id: str) -> list[dict[str, Any]]:
    async with served.http.get(served.api(f"/people/{person_id}/samples")) as response:
        samples: list[dict[str, Any]] = (await response.json())["samples"]
        return samples


@contextlib.asynccontextmanager
async def full_disk(served: Served) -> AsyncIterator[None]:
    """No free page left and none more to get: SQLite then fails as it does on a full disk."""
    database = served.house.store._database

    async def run(statement: str) -> None:
        await database.write(lambda connection: connection.exec_driver_sql(statement).close())

    await run("CREATE TABLE ballast (x)")
    await run("PRAGMA max_page_count=1")  # SQLite takes the number of pages that there are
    with contextlib.suppress(StorageFullError):
        while True:
            await run("INSERT INTO ballast VALUES (zeroblob(3000))")
    try:
        yield
    finally:
        await run("PRAGMA max_page_count=1073741823")
        await run("DROP TABLE ballast")


async def test_a_person_from_the_first_hello_to_the_last_byte(served: Served) -> None:
    person_id = await added(served, agrees=False)
    path = f"/people/{person_id}"
    async with served.http.patch(served.api(path), json={"name": "민지"}) as response:
        assert (await response.json())["name"] == "민지"
    async with served.http.post(served.api(f"{path}/consents"), json=await consent(served)) as response:
        assert response.status == 201
    served.engine.picture_answer = picture_of(1)
    async with served.http.post(served.api(f"{path}/samples"), data=b"jpeg", headers=JPEG) as response:
        sample = await response.json()
        assert (response.status, sample["source"]) == (201, "picture")
    assert [template.person_id for template in served.engine.templates] == [person_id]
    async with served.http.post(served.api(f"{path}/pause")) as response:
        assert (await response.json())["paused_at"] is not None
    assert not served.engine.templates
    async with served.http.delete(served.api(f"{path}/pause")) as response:
        assert (await response.json())["paused_at"] is None
    assert [template.person_id for template in served.engine.templates] == [person_id]
    async with served.http.get(served.api(f"{path}/samples/{sample['id']}/picture")) as response:
        assert response.content_type == "image/jpeg"
        assert (await response.read()).startswith(b"\xff\xd8")
    async with served.http.delete(served.api(f"{path}/samples/{sample['id']}")) as response:
        assert (response.status, await response.read()) == (204, b"")
    async with served.http.delete(served.api(f"{path}/consents")) as response:
        assert response.status == 204
    async with served.http.get(served.api(f"{path}/consents")) as response:
        assert (await response.json())["consents"][0]["withdrawn_at"] is not None
    async with served.http.delete(served.api(path)) as response:
        assert (await response.json())["person_id"] == person_id
    async with served.http.get(served.api(path)) as response:
        await problem_of(response, 404, "person_not_found")


async def test_a_name_is_given_once(served: Served) -> None:
    await added(served)
    async with served.http.post(served.api("/people"), json={"name": "Minji"}) as response:
        await problem_of(response, 409, "name_taken")


async def test_nobody_is_enrolled_without_consent(served: Served) -> None:
    person_id = await added(served, agrees=False)
    served.engine.picture_answer = picture_of(1)
    async with served.http.post(served.api(f"/people/{person_id}/samples"), data=b"x", headers=JPEG) as response:
        await problem_of(response, 422, "consent_missing")
    assert (await samples_of(served, person_id), served.engine.pictures) == ([], [])


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (picture_of(1, 2), 422, "several_faces_in_picture"),
        (picture_of(), 422, "no_face_in_picture"),
        (PictureRefusedError(Reason.of("picture_empty")), 422, "picture_empty"),
        (PictureRefusedError(Reason.of("picture_not_supported", kind="HEIC")), 415, "picture_not_supported"),
    ],
)
async def test_a_photo_that_does_not_serve_is_refused(
    served: Served, answer: Observation | Exception, status: int, code: str
) -> None:
    person_id = await added(served)
    served.engine.picture_answer = answer
    async with served.http.post(served.api(f"/people/{person_id}/samples"), data=b"x", headers=JPEG) as response:
        await problem_of(response, status, code)
    assert await samples_of(served, person_id) == []


@pytest.mark.allow_log("answered with 507")
async def test_a_full_disk_at_enrolment_keeps_nothing_and_says_so(served: Served) -> None:
    person_id = await added(served)
    noise = np.random.default_rng(1).integers(0, 256, (112, 112, 3), np.uint8)  # more bytes than one page has room for
    noisy = dataclasses.replace(face(person(1)), aligned=AlignedFace(read_only(noise), "fake-112"))
    served.engine.picture_answer = fake_observation("picture", faces=(noisy,))
    path = served.api(f"/people/{person_id}/samples")
    async with full_disk(served), served.http.post(path, data=b"x", headers=JPEG) as response:
        await problem_of(response, 507, "storage_full")
    assert (await samples_of(served, person_id), served.engine.templates) == ([], ())
    async with served.http.post(path, data=b"x", headers=JPEG) as response:
        assert response.status == 201


async def test_a_door_enrols_whoever_stands_before_it(served: Served) -> None:
    person_id = await added(served)
    body = {"camera_id": "none", "wanted": 1, "seconds": 5.0}
    async with served.http.post(served.api(f"/people/{person_id}/samples/from-camera"), json=body) as response:
        await problem_of(response, 404, "camera_not_found")
    async with camera(served) as door:
        welcome = await door.hello()
        served.engine.answers = False
        path, wanted = f"/people/{person_id}/samples/from-camera", {**body, "camera_id": welcome.camera_id}
        looking = asyncio.create_task(_posted(served, path, wanted))
        for seq in itertools.count(1):
            if looking.done():
                break
            served.engine.say(fake_observation(welcome.camera_id, seq, faces=(face(person(1)),)))
            await asyncio.sleep(0.02)
    assert len((await looking)["samples"]) == 1
    assert len(served.engine.templates) == 1


async def _posted(served: Served, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with served.http.post(served.api(path), json=body) as response:
        assert response.status == 201
        answer: dict[str, Any] = await response.json()
        return answer


async def test_cameras_are_listed_renamed_and_forgotten(served: Served) -> None:
    async with camera(served) as door:
        camera_id = (await door.hello()).camera_id
        async with served.http.get(served.api("/cameras")) as response:
            (listed,) = (await response.json())["cameras"]
            assert (listed["id"], listed["is_connected"]) == (camera_id, True)
        async with served.http.patch(served.api(f"/cameras/{camera_id}"), json={"name": "현관"}) as response:
            assert (await response.json())["name"] == "현관"
    async with served.http.delete(served.api(f"/cameras/{camera_id}")) as response:
        assert response.status == 204
    async with served.http.delete(served.api(f"/cameras/{camera_id}")) as response:
        await problem_of(response, 404, "camera_not_found")


async def test_events_are_paged_and_keep_their_picture(served: Served) -> None:
    for number in range(3):
        decision = fake_decision(f"v{number}", Verdict.UNKNOWN, person_id=None)
        await visits.record_decision(LocalAdmin(), served.house, decision)
    async with served.http.get(served.api("/events?limit=2")) as response:
        first = await response.json()
    assert [event["visit_id"] for event in first["events"]] == ["v2", "v1"]
    async with served.http.get(served.api(f"/events?limit=2&before={first['next_before']}")) as response:
        second = await response.json()
    assert ([event["visit_id"] for event in second["events"]], second["next_before"]) == (["v0"], None)
    event = second["events"][0]
    assert event["decision"] == "UNKNOWN"
    async with served.http.get(served.api(f"/events/{event['id']}")) as response:
        assert await response.json() == event
    async with served.http.get(served.api(f"/events/{event['id']}/snapshot")) as response:
        assert response.content_type == "image/jpeg"
        assert (await response.read()).startswith(b"\xff\xd8")
    async with served.http.get(served.api("/events?decision=RECOGNISED")) as response:
        assert (await response.json())["events"] == []


async def test_settings_change_one_by_one_and_at_once(served: Served) -> None:
    async with served.http.get(served.api("/settings")) as response:
        before = await response.json()
    async with served.http.patch(served.api("/settings"), json={"false_match_rate": 1e-5}) as response:
        assert await response.json() == {**before, "false_match_rate": 1e-5}
    assert served.engine.false_match_rate == pytest.approx(1e-5)
    async with served.http.patch(served.api("/settings"), json={"false_match_rate": 0.5}) as response:
        assert (await problem_of(response, 422, "setting_invalid"))["parameters"]["setting"] == "false_match_rate"
    async with served.http.patch(served.api("/settings"), json={"colour": "red"}) as response:
        await problem_of(response, 422, "field_unknown")


async def test_health_tells_whether_the_engine_looks(served: Served) -> None:
    async with served.http.get(served.api("/health")) as response:
        engine = (await response.json())["engine"]
    assert (engine["ready"], engine["recogniser"], engine["problem"]) == (True, "fake", None)
