"""Who is on a picture?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import SaidReason, Schema, said
from offload_server.household import recognition
from offload_server.household.recognition import RecognisedFace, Recognition
from pipeline.types import Box, Candidate, Float32Array, PersonId, Quality, Threshold, Verdict
from resources.catalogue import Catalogue

Unit = Literal["l2", "squared_l2", "cosine"]
Point = tuple[float, float]
PIXEL_DIGITS = 1
DISTANCE_DIGITS = 4


class BoxOut(Schema):
    """Pixels from the top left corner of the picture as it was decoded (see `width_px`); right and bottom excluded."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box) -> BoxOut:
        return cls(left=_px(box.left), top=_px(box.top), width=_px(box.width), height=_px(box.height))


class QualityOut(Schema):
    is_good: bool
    face_px: float = Field(description="Width of the detector's box.")
    sharpness: float = Field(description="Variance of the Laplacian on the aligned crop; larger is sharper.")
    brightness: float = Field(description="Mean luma of the crop, 0..255.")
    contrast: float = Field(description="Standard deviation of the luma of the crop.")
    yaw_deg: float = Field(description="Above 0: turned towards the person's own left.")
    pitch_deg: float = Field(description="Above 0: up.")
    roll_deg: float = Field(description="Above 0: clockwise in the picture.")
    reasons: list[SaidReason] = Field(description="Why the face cannot be judged; empty when it can.")

    @classmethod
    def of(cls, quality: Quality, words: Catalogue) -> QualityOut:
        return cls(
            is_good=quality.is_good,
            face_px=_px(quality.face_px),
            sharpness=_px(quality.sharpness),
            brightness=_px(quality.brightness),
            contrast=_px(quality.contrast),
            yaw_deg=_px(quality.pose.yaw_deg),
            pitch_deg=_px(quality.pose.pitch_deg),
            roll_deg=_px(quality.pose.roll_deg),
            reasons=said(quality.reasons, words),
        )


class NearestOut(Schema):
    person_id: str
    name: str | None
    distance: float = Field(description="Smaller is more alike; in `unit`.")
    unit: Unit


class ThresholdOut(Schema):
    distance: float = Field(description="The largest distance that counts as the same person; in `unit`.")
    unit: Unit
    false_match_rate: float
    source: str = Field(description="What the threshold was measured on.")

    @classmethod
    def of(cls, threshold: Threshold) -> ThresholdOut:
        return cls(
            distance=round(threshold.distance, DISTANCE_DIGITS),
            unit=threshold.unit,
            false_match_rate=threshold.false_match_rate,
            source=threshold.source,
        )


class PersonNamed(Schema):
    id: str
    name: str | None


class FaceOut(Schema):
    """One face; `person` is set when the decision is RECOGNISED."""

    box: BoxOut
    landmarks: list[Point] = Field(description="68 points, iBUG 300-W order.", min_length=68, max_length=68)
    five_points: list[Point] | None = Field(
        description="Right eye, left eye, nose tip, right and left corner of the mouth; the person's own right."
    )
    quality: QualityOut
    nearest: NearestOut | None
    runner_up: NearestOut | None
    threshold: ThresholdOut | None
    margin: float | None = Field(description="How much farther the runner-up is than the nearest, in the same unit.")
    decision: Literal["RECOGNISED", "UNKNOWN", "UNCERTAIN", "POOR_VIEW", "ATTACK_SUSPECTED"]
    person: PersonNamed | None
    reasons: list[SaidReason]


class RecogniseOut(Schema):
    width_px: int
    height_px: int
    faces: list[FaceOut]


async def recognise(call: Call) -> RecogniseOut:
    return _answer(await recognition.recognise(call.principal, call.house, call.picture), call.words)


def _answer(found: Recognition, words: Catalogue) -> RecogniseOut:
    image = found.observation.image
    height_px, width_px = image.shape[:2] if image is not None else (0, 0)
    return RecogniseOut(
        width_px=width_px,
        height_px=height_px,
        faces=[_face(face, found.names, words) for face in found.faces],
    )


def _face(judged: RecognisedFace, names: Mapping[PersonId, str], words: Catalogue) -> FaceOut:
    face, comparison = judged.face, judged.face.comparison
    unit = comparison.threshold.unit if comparison is not None else "l2"
    person_id = judged.person_id
    return FaceOut(
        box=BoxOut.of(face.box),
        landmarks=_points(face.landmarks),
        five_points=_points(face.five_points) if face.five_points is not None else None,
        quality=QualityOut.of(face.quality, words),
        nearest=_near(comparison.nearest, names, unit) if comparison is not None else None,
        runner_up=_near(comparison.runner_up, names, unit) if comparison is not None else None,
        threshold=ThresholdOut.of(comparison.threshold) if comparison is not None else None,
        margin=round(judged.margin, DISTANCE_DIGITS) if judged.margin is not None else None,
        decision=_decision(judged.verdict),
        person=PersonNamed(id=person_id, name=names.get(person_id)) if person_id is not None else None,
        reasons=said(judged.reasons, words),
    )


def _decision(verdict: Verdict) -> Literal["RECOGNISED", "UNKNOWN", "UNCERTAIN", "POOR_VIEW", "ATTACK_SUSPECTED"]:
    return verdict.value


def _near(candidate: Candidate | None, names: Mapping[PersonId, str], unit: Unit) -> NearestOut | None:
    if candidate is None:
        return None
    return NearestOut(
        person_id=candidate.person_id,
        name=names.get(candidate.person_id),
        distance=round(float(candidate.distance), DISTANCE_DIGITS),
        unit=unit,
    )


def _points(points: Float32Array) -> list[Point]:
    return [(float(x), float(y)) for x, y in np.round(points.astype(np.float64), PIXEL_DIGITS)]


def _px(figure: float) -> float:
    return round(float(figure), PIXEL_DIGITS)


ROUTES = (
    Route(
        "POST",
        "/recognise",
        "recognise",
        "Find, measure and compare every face of a picture. Nothing is kept.",
        recognition.RECOGNISE,
        recognise,
        takes_picture=True,
        response=RecogniseOut,
        refusals=(503,),
    ),
)
