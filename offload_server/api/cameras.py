"""Cameras as the server knows them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import Schema, utc
from offload_server.household import cameras
from offload_server.household.house import House
from offload_server.household.records import CameraRecord
from pipeline.types import CameraId


class CameraOut(Schema):
    id: str
    name: str
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    confirmed_at: dt.datetime | None = Field(description="null: it waits until the admin says that it is theirs.")
    kind: Literal["network", "webcam", "mjpeg"]
    waiting_from: str | None = Field(description="Address of a camera that waits; empty for this machine.")
    is_connected: bool = Field(description="False too while it is connected and gives no pictures.")

    @classmethod
    def of(cls, record: CameraRecord, house: House) -> CameraOut:
        return cls(
            id=record.id,
            name=record.name,
            first_seen_at=utc(record.first_seen_at),
            last_seen_at=utc(record.last_seen_at),
            confirmed_at=None if record.confirmed_at is None else utc(record.confirmed_at),
            kind=record.kind,
            waiting_from=house.standing.address_of(record.id),
            is_connected=house.views.is_connected(record.id),
        )


class CamerasOut(Schema):
    cameras: list[CameraOut]


class CameraNameBody(Schema):
    name: str


async def list_cameras(call: Call) -> CamerasOut:
    records = await cameras.list_cameras(call.principal, call.house)
    return CamerasOut(cameras=[CameraOut.of(record, call.house) for record in records])


async def rename_camera(call: Call) -> CameraOut:
    camera_id, name = CameraId(call.id("camera_id")), call.body(CameraNameBody).name
    record = await cameras.rename_camera(call.principal, call.house, camera_id, name)
    return CameraOut.of(record, call.house)


async def confirm_camera(call: Call) -> CameraOut:
    camera_id, name = CameraId(call.id("camera_id")), call.body(CameraNameBody).name
    record = await cameras.confirm_camera(call.principal, call.house, camera_id, name)
    return CameraOut.of(record, call.house)


async def forget_camera(call: Call) -> None:
    await cameras.forget_camera(call.principal, call.house, CameraId(call.id("camera_id")))


ROUTES = (
    Route("GET", "/cameras", "listCameras", "Every camera.", cameras.READ, list_cameras, response=CamerasOut),
    Route(
        "PATCH",
        "/cameras/{camera_id}",
        "renameCamera",
        "Give a camera another name.",
        cameras.WRITE,
        rename_camera,
        json_body=CameraNameBody,
        response=CameraOut,
        refusals=(404, 409),
    ),
    Route(
        "POST",
        "/cameras/{camera_id}/confirm",
        "confirmCamera",
        "Say that a waiting camera is yours and name it; until then it makes no visits.",
        cameras.WRITE,
        confirm_camera,
        json_body=CameraNameBody,
        response=CameraOut,
        refusals=(404, 409),
    ),
    Route(
        "DELETE",
        "/cameras/{camera_id}",
        "forgetCamera",
        "Forget a camera and end its connection.",
        cameras.WRITE,
        forget_camera,
        status=204,
        refusals=(404,),
    ),
)
