"""The six gates of a sample, read from one face: pure. The size aimed at is 80 px, the floor 60."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from offload_server.household.enrolment_gates import SECOND_FACE_PX
from offload_server.household.guided.directions import fits, span_deg, turn_deg
from offload_server.household.guided.states import Direction, Gate, GateReading
from pipeline.quality import (
    BRIGHTNESS_LIMIT,
    BRIGHTNESS_NEEDED,
    CONTRAST_NEEDED,
    FACE_FLOOR_PX,
    ROLL_LIMIT_DEG,
    SHARPNESS_NEEDED,
)
from pipeline.reasons import PipelineReason
from pipeline.types import HeadPose, ObservedFace, Quality, Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sample is measured against now: ``wanted`` None asks for no direction."""

    wanted: Direction | None
    neutral: HeadPose | None
    eyes_needed: float


def faces_that_count(faces: Sequence[ObservedFace]) -> tuple[ObservedFace, ...]:
    """Those large enough to be meant, largest first; of smaller ones only the largest, when there is nothing else."""
    ordered = sorted(faces, key=lambda face: -face.box.width)
    large = [face for face in ordered if face.box.width >= SECOND_FACE_PX]
    return tuple(large or ordered[:1])


def read_gates(faces: Sequence[ObservedFace], asked: Asked) -> tuple[GateReading, ...]:
    """All six, in the order of ``Gate``; ``faces`` are those that count, largest first."""
    if not faces:
        return tuple(GateReading(gate, False if gate is Gate.ONE_FACE else None, *_none_of(gate)) for gate in Gate)
    quality = faces[0].quality
    return (
        GateReading(Gate.SIZE, quality.face_px >= FACE_FLOOR_PX, quality.face_px, FACE_FLOOR_PX),
        _sharpness(quality),
        _light(quality),
        _eyes(quality, asked),
        GateReading(Gate.ONE_FACE, len(faces) == 1, len(faces), 1),
        _turn(quality.pose, asked),
    )


def eyes_reason(quality: Quality, asked: Asked) -> Reason | None:
    """Why the eyes refuse this face, if they do; sunglasses on arrival are meant."""
    if quality.eye_openness is None or asked.wanted is Direction.ARRIVAL or quality.eye_openness >= asked.eyes_needed:
        return None
    figure, needed = round(quality.eye_openness, 2), round(asked.eyes_needed, 2)
    return Reason.of(PipelineReason.EYES_CLOSED, eye_openness=min(figure, round(needed - 0.01, 2)), needed=needed)


def poor_reasons(face: ObservedFace, asked: Asked) -> tuple[Reason, ...]:
    """Every reason why ``face`` would be a poor sample, whatever its direction."""
    eyes = eyes_reason(face.quality, asked)
    return face.quality.reasons if eyes is None else (*face.quality.reasons, eyes)


def _none_of(gate: Gate) -> tuple[float | None, float | None]:
    return (0, 1) if gate is Gate.ONE_FACE else (None, None)


def _sharpness(quality: Quality) -> GateReading:
    refused = _refuses(quality, PipelineReason.FACE_BLURRED)
    # bad light flattens every edge: a low figure then says nothing of blur
    passed = not refused if refused or quality.sharpness >= SHARPNESS_NEEDED else None
    return GateReading(Gate.SHARPNESS, passed, quality.sharpness, SHARPNESS_NEEDED)


def _light(quality: Quality) -> GateReading:
    if _refuses(quality, PipelineReason.FACE_LOW_CONTRAST):
        return GateReading(Gate.LIGHT, False, quality.contrast, CONTRAST_NEEDED)
    too_bright = _refuses(quality, PipelineReason.FACE_TOO_BRIGHT)
    passed = not (too_bright or _refuses(quality, PipelineReason.FACE_TOO_DARK))
    return GateReading(Gate.LIGHT, passed, quality.brightness, BRIGHTNESS_LIMIT if too_bright else BRIGHTNESS_NEEDED)


def _eyes(quality: Quality, asked: Asked) -> GateReading:
    passed = None
    if quality.eye_openness is not None and asked.wanted is not Direction.ARRIVAL:
        passed = eyes_reason(quality, asked) is None
    return GateReading(Gate.EYES, passed, quality.eye_openness, asked.eyes_needed)


def _turn(pose: HeadPose, asked: Asked) -> GateReading:
    if abs(pose.roll_deg) > ROLL_LIMIT_DEG:
        return GateReading(Gate.TURN, False, abs(pose.roll_deg), ROLL_LIMIT_DEG)
    if asked.wanted is None:
        return GateReading(Gate.TURN, None)
    nearest, farthest = span_deg(asked.wanted, asked.neutral)
    turned = turn_deg(asked.wanted, pose, asked.neutral)
    limit = nearest if nearest and turned <= farthest else farthest
    return GateReading(Gate.TURN, fits(asked.wanted, pose, asked.neutral), turned, limit)


def _refuses(quality: Quality, code: PipelineReason) -> bool:
    return any(reason.code == code for reason in quality.reasons)
