"""``GET /facerec``: the call of 2019, kept for its clients, without its holes (docs/classic.md)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import Schema
from offload_server.household import face_check


class FacerecQuery(Schema):
    username: str = Field(min_length=1, max_length=200, description="The name of a person of the household.")
    stream_url: str = Field(
        min_length=1, max_length=2000, description="The name or id of a camera of the house. No address is fetched."
    )


class FacerecOut(Schema):
    username: str
    stream_url: str
    face_rec: Literal["True", "False"] = Field(description="Whether the camera's newest picture shows that person.")


async def facerec(call: Call) -> FacerecOut:
    asked = call.filter(FacerecQuery)
    found = await face_check.is_at_camera(call.principal, call.house, asked.username, asked.stream_url)
    return FacerecOut(username=asked.username, stream_url=asked.stream_url, face_rec="True" if found else "False")


ROUTES = (
    Route(
        "GET",
        "/facerec",
        "facerec",
        "The call of 2019: is this person at this camera? One still picture proves no life: never open a door by it.",
        face_check.CHECK,
        facerec,
        query=FacerecQuery,
        response=FacerecOut,
        refusals=(404, 409, 503),
        prefix="",
    ),
)
