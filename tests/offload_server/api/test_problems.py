"""Every refusal is a problem document with a sentence in the caller's language; a traceback is for the log only."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from offload_server.api.problems import problem_of as made_of
from offload_server.api.route import MAX_JSON_BYTES, MAX_PICTURE_BYTES
from offload_server.errors import (
    ConflictError,
    Forbidden,
    NotFoundError,
    RefusedError,
    StorageDamagedError,
    StorageFullError,
)
from pipeline.errors import EngineNotReadyError, PictureRefusedError
from pipeline.types import Reason
from tests.fakes.engine import FakeEngine
from tests.offload_server.api.conftest import problem_of
from tests.offload_server.serving import Served, serving

JPEG = {"Content-Type": "image/jpeg"}


@pytest.mark.allow_log("answered with 5")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden(Reason.of("scope_missing", scope="x")), 403),
        (NotFoundError(Reason.of("person_not_found")), 404),
        (ConflictError(Reason.of("name_taken", name="x")), 409),
        (RefusedError(Reason.of("consent_missing")), 422),
        (PictureRefusedError(Reason.of("picture_damaged")), 422),
        (PictureRefusedError(Reason.of("picture_too_large")), 422),
        (PictureRefusedError(Reason.of("picture_too_many_bytes")), 413),
        (PictureRefusedError(Reason.of("picture_not_supported")), 415),
        (EngineNotReadyError(Reason.of("engine_loading")), 503),
        (StorageFullError(Reason.of("storage_full")), 507),
        (StorageDamagedError(Reason.of("storage_damaged")), 500),
    ],
)
def test_each_kind_of_error_has_its_status(error: Exception, status: int) -> None:
    assert made_of(error).status == status


async def test_what_is_not_there_is_said(served: Served) -> None:
    async with served.http.get(served.api("/nothing")) as response:
        await problem_of(response, 404, "route_not_found")
    async with served.http.put(served.api("/people")) as response:
        await problem_of(response, 405, "method_not_allowed")
        assert set(response.headers["Allow"].split(",")) == {"GET", "POST"}
    async with served.http.get(served.api("/people/nobody")) as response:
        await problem_of(response, 404, "person_not_found")
    async with served.http.get(served.api("/events/live")) as response:
        await problem_of(response, 426, "websocket_needed")


async def test_the_sentence_is_in_the_callers_language(served: Served) -> None:
    async with served.http.get(served.api("/people/nobody"), headers={"Accept-Language": "ko-KR,en;q=.5"}) as response:
        korean = await problem_of(response, 404, "person_not_found")
        assert response.headers["Content-Language"] == "ko"
    async with served.http.get(served.api("/people/nobody"), headers={"Accept-Language": "fr"}) as response:
        english = await problem_of(response, 404, "person_not_found")
    assert any("가" <= character <= "힣" for character in korean["detail"])
    assert english["detail"].isascii()


async def test_without_a_wish_the_household_s_language_is_spoken(served: Served) -> None:
    async with served.http.patch(served.api("/settings"), json={"language": "ko"}) as response:
        assert response.status == 200
    async with served.http.get(served.api("/people/nobody")) as response:
        await problem_of(response, 404, "person_not_found")
        assert response.headers["Content-Language"] == "ko"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "body_not_json"),
        (b"{", 400, "body_not_json"),
        (b"\xff\xfe", 400, "body_not_json"),
        (b'{"name": "\\ud800"}', 400, "body_not_json"),
        (b"[" * 20000, 400, "body_not_json"),
        (b"[]", 422, "field_invalid"),
        (b"{}", 422, "field_missing"),
        (b'{"name": 5}', 422, "field_invalid"),
        (b'{"name": "Minji", "age": 5}', 422, "field_unknown"),
        (b'{"name": "Minji", "consent": {"given_by": "x", "text_version": "1", "when": 3}}', 422, "field_unknown"),
        (b'{"name": "Minji", "consent": {"given_by": "x", "text_version": "1"}}', 422, "consent_text_unknown"),
        (b'{"name": " "}', 422, "name_empty"),
        (b'{"name": "' + b"x" * MAX_JSON_BYTES + b'"}', 413, "body_too_large"),
    ],
)
async def test_a_bad_body_is_refused_and_nothing_is_kept(served: Served, body: bytes, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with served.http.post(served.api("/people"), data=body, headers=headers) as response:
        await problem_of(response, status, code)
    async with served.http.get(served.api("/people")) as response:
        assert await response.json() == {"people": []}


async def test_a_wrong_field_is_named(served: Served) -> None:
    body = {"name": "Minji", "consent": {"given_by": "x", "text_version": "1", "when": 3}}
    async with served.http.post(served.api("/people"), json=body) as response:
        assert (await problem_of(response, 422, "field_unknown"))["parameters"] == {"field": "consent.when"}


@pytest.mark.parametrize(
    "query", ["verdict=UNKNOWN", "limit=0", "limit=5&limit=6", "since=2026-11-22T10:00:00", "limit=x"]
)
async def test_a_bad_query_is_refused(served: Served, query: str) -> None:
    async with served.http.get(served.api(f"/events?{query}")) as response:
        assert (await response.json(content_type=None))["code"] in {"field_unknown", "field_missing", "field_invalid"}
        assert response.status == 422


async def test_a_route_without_parameters_takes_none(served: Served) -> None:
    async with served.http.get(served.api("/people?name=x")) as response:
        await problem_of(response, 422, "field_unknown")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_a_wrong_content_type_is_refused(served: Served, kind: str) -> None:
    for path in ("/recognise", "/people"):
        async with served.http.post(served.api(path), data=b"{}", headers={"Content-Type": kind}) as response:
            problem = await problem_of(response, 415, "content_type_wrong")
            assert problem["parameters"]["got"] == (kind.partition(";")[0] or "–")
    assert served.engine.pictures == []


async def test_a_body_of_50_mb_is_refused_before_it_is_read(served: Served) -> None:
    async with served.http.post(served.api("/recognise"), data=io.BytesIO(bytes(50_000_000)), headers=JPEG) as response:
        problem = await problem_of(response, 413, "body_too_large")
    assert problem["parameters"] == {"limit_bytes": MAX_PICTURE_BYTES}


async def test_an_endless_body_is_refused_at_the_limit(served: Served) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MAX_PICTURE_BYTES:
            sent += 2**18
            yield bytes(2**18)
            await asyncio.sleep(0)

    async with served.http.post(served.api("/recognise"), data=endless(), headers=JPEG) as response:
        await problem_of(response, 413, "body_too_large")
    assert sent < 2 * MAX_PICTURE_BYTES


async def test_who_expects_100_continue_is_refused_before_sending(served: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(served.url.rpartition(":")[2]))
    head = (
        f"POST /api/v1/recognise HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {served.token}\r\n"
        "Content-Type: image/jpeg\r\nContent-Length: 50000000\r\nExpect: 100-continue\r\n\r\n"
    )
    writer.write(head.encode())
    first = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert first.startswith(b"HTTP/1.1 413")


async def test_who_expects_100_continue_gets_it_when_the_body_is_wanted(served: Served) -> None:
    async with served.http.post(served.api("/recognise"), data=b"abc", headers=JPEG, expect100=True) as response:
        assert response.status == 200
    assert served.engine.pictures == [b"abc"]


async def test_a_surprise_keeps_its_traceback_to_itself(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    served.engine.picture_answer = ZeroDivisionError("a secret")
    async with served.http.post(served.api("/recognise"), data=b"x", headers=JPEG) as response:
        problem = await problem_of(response, 500, "internal_error")
    assert "secret" not in str(problem)
    logged = next(record for record in caplog.records if record.exc_info)
    assert problem["parameters"]["id"] in logged.getMessage()


@pytest.mark.allow_log("answered with 503")
async def test_a_loading_engine_asks_for_patience(tmp_path: Path) -> None:
    engine = FakeEngine(ready=False)
    async with serving(tmp_path, engine) as served:
        async with served.http.post(served.api("/recognise"), data=b"x", headers=JPEG) as response:
            await problem_of(response, 503, "engine_loading")
            assert int(response.headers["Retry-After"]) > 0
        engine.become_ready()


async def test_every_reason_of_a_refusal_is_told(served: Served) -> None:
    reasons = (Reason.of("face_blurred", sharpness=3, needed=9), Reason.of("face_too_dark", brightness=9, needed=40))
    served.engine.picture_answer = RefusedError(*reasons)
    async with served.http.post(served.api("/recognise"), data=b"x", headers=JPEG) as response:
        problem = await problem_of(response, 422, "face_blurred")
    assert [reason["code"] for reason in problem["reasons"]] == ["face_blurred", "face_too_dark"]
