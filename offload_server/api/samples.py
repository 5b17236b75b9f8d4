"""Samples of a person: enrolment from pictures or from a camera."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import SaidReason, Schema, utc
from offload_server.household import enrolment
from offload_server.household.records import SampleId, SampleRecord
from pipeline.types import CameraId, PersonId


class SampleOut(Schema):
    """One kept sample with the figures by which it was judged."""

    id: str
    person_id: str
    created_at: dt.datetime
    source: str = Field(description='"picture" or "camera".')
    camera_id: str | None
    face_px: float = Field(description="Width of the detector's box.")
    sharpness: float = Field(description="Variance of the Laplacian on the aligned crop; larger is sharper.")
    brightness: float = Field(description="Mean luma of the crop, 0..255.")
    yaw_deg: float
    pitch_deg: float

    @classmethod
    def of(cls, record: SampleRecord) -> SampleOut:
        return cls(
            id=record.id,
            person_id=record.person_id,
            created_at=utc(record.created_at),
            source=record.source,
            camera_id=record.camera_id,
            face_px=round(record.face_px, 1),
            sharpness=round(record.sharpness, 1),
            brightness=round(record.brightness, 1),
            yaw_deg=round(record.yaw_deg, 1),
            pitch_deg=round(record.pitch_deg, 1),
        )


class SamplesOut(Schema):
    samples: list[SampleOut]


class PictureQuery(Schema):
    accept_alike: bool = Field(default=False, description="Keep the sample although it looks like somebody else.")


class FromCameraBody(Schema):
    camera_id: str
    wanted: Annotated[int, Field(ge=1, le=20, description="How many samples to keep.")] = 5
    seconds: Annotated[float, Field(gt=0, le=120, description="How long to look at most.")] = 15.0
    accept_alike: bool = False


class RefusalCount(Schema):
    reason: SaidReason
    frames: int


class FromCameraOut(Schema):
    samples: list[SampleOut]
    frames_seen: int
    refusals: list[RefusalCount]


async def enrol_picture(call: Call) -> SampleOut:
    accept_alike = call.filter(PictureQuery).accept_alike
    record = await enrolment.enrol_picture(
        call.principal, call.house, _person(call), call.picture, accept_alike=accept_alike
    )
    return SampleOut.of(record)


async def enrol_from_camera(call: Call) -> FromCameraOut:
    body = call.body(FromCameraBody)
    kept = await enrolment.enrol_from_camera(
        call.principal,
        call.house,
        _person(call),
        CameraId(body.camera_id),
        body.wanted,
        body.seconds,
        accept_alike=body.accept_alike,
    )
    return FromCameraOut(
        samples=[SampleOut.of(record) for record in kept.samples],
        frames_seen=kept.frames_seen,
        refusals=[
            RefusalCount(reason=SaidReason.of(reason, call.words), frames=frames) for reason, frames in kept.refusals
        ],
    )


async def list_samples(call: Call) -> SamplesOut:
    records = await enrolment.list_samples(call.principal, call.house, _person(call))
    return SamplesOut(samples=[SampleOut.of(record) for record in records])


async def sample_picture(call: Call) -> bytes:
    return await enrolment.sample_picture(call.principal, call.house, _person(call), SampleId(call.id("sample_id")))


async def erase_sample(call: Call) -> None:
    await enrolment.erase_sample(call.principal, call.house, _person(call), SampleId(call.id("sample_id")))


def _person(call: Call) -> PersonId:
    return PersonId(call.id("person_id"))


ROUTES = (
    Route(
        "GET",
        "/people/{person_id}/samples",
        "listSamples",
        "The samples of a person.",
        enrolment.READ,
        list_samples,
        response=SamplesOut,
        refusals=(404,),
    ),
    Route(
        "POST",
        "/people/{person_id}/samples",
        "enrolPicture",
        "Enrol a person from a photo that shows nobody else.",
        enrolment.ENROL,
        enrol_picture,
        takes_picture=True,
        query=PictureQuery,
        response=SampleOut,
        status=201,
        refusals=(404, 409, 503, 507),
    ),
    Route(
        "POST",
        "/people/{person_id}/samples/from-camera",
        "enrolFromCamera",
        "Enrol a person who stands in front of a connected camera.",
        enrolment.ENROL,
        enrol_from_camera,
        json_body=FromCameraBody,
        response=FromCameraOut,
        status=201,
        refusals=(404, 409, 503, 507),
    ),
    Route(
        "GET",
        "/people/{person_id}/samples/{sample_id}/picture",
        "samplePicture",
        "The aligned crop that was kept.",
        enrolment.READ,
        sample_picture,
        media_type="image/jpeg",
        refusals=(404,),
    ),
    Route(
        "DELETE",
        "/people/{person_id}/samples/{sample_id}",
        "eraseSample",
        "Erase one sample; the template is made anew from the others.",
        enrolment.ENROL,
        erase_sample,
        status=204,
        refusals=(404,),
    ),
)
