"""Codes of the Enrol screen's model in words; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_app.enrolment.enrolment_model import Consent, EnrolmentModel, SourceKind, Step
from desktop_app.enrolment.faces_model import GateLine
from offload_server.household.guided.states import Direction, Gate, GuidedState
from pipeline.types import Reason
from resources.catalogue import Catalogue
from resources.sentences import SENTENCES

STEP_CODES: Final[Mapping[Step, str]] = {
    Step.PERSON: "enrol_step_person",
    Step.CONSENT: "enrol_step_consent",
    Step.CAMERA: "enrol_step_camera",
    Step.FACES: "enrol_step_faces",
    Step.ARRIVAL: "enrol_step_arrival",
    Step.TRY: "enrol_step_try",
    Step.REPORT: "enrol_step_report",
}
DIRECTION_CODES: Final[Mapping[Direction, str]] = {
    Direction.FRONT: "enrol_front",
    Direction.LEFT: "enrol_left_side",
    Direction.RIGHT: "enrol_right_side",
    Direction.UP: "enrol_up",
    Direction.DOWN: "enrol_down",
    Direction.ARRIVAL: "enrol_arrival",
}
GATE_CODES: Final[Mapping[Gate, str]] = {
    Gate.SIZE: "enrol_size",
    Gate.SHARPNESS: "enrol_sharpness",
    Gate.LIGHT: "enrol_light",
    Gate.EYES: "enrol_eyes",
    Gate.ONE_FACE: "enrol_one_face",
    Gate.TURN: "enrol_turn",
}


def gate_value(line: GateLine, words: Catalogue) -> str:
    """ "112 px", "41 / 60 px", "11° / 15°", "yes"."""
    if line.passed is None and line.value is None:
        return "–"
    if line.value is None:
        return words.say("enrol_yes" if line.passed else "enrol_no")
    if line.limit is None:
        return f"{line.value:.0f}{line.unit}"
    if line.gate is Gate.TURN:
        return f"{line.value:.0f}° / {line.limit:.0f}°"
    return f"{line.value:.0f} / {line.limit:.0f}{line.unit}"


def gate_heard(line: GateLine, words: Catalogue) -> str:
    """What a screen reader hears of a gate."""
    gate = words.say(GATE_CODES[line.gate])
    if line.passed is None:
        return words.say("enrol_gate_open", gate=gate)
    code = "enrol_gate_passed" if line.passed else "enrol_gate_failed"
    return words.say(code, gate=gate, value=gate_value(line, words))


def ring_heard(state: GuidedState, words: Catalogue) -> str:
    """ "8 of 15, left wanted"."""
    kept, total = len(state.samples), state.wanted_total
    if state.wanted is None:
        return words.say("enrol_ring_full", kept=kept, total=total)
    direction = words.say(DIRECTION_CODES[state.wanted])
    return words.say("enrol_ring", kept=kept, total=total, direction=direction)


def consent_line(consent: Consent | None, name: str, words: Catalogue) -> str:
    """Under a name: who agreed."""
    if consent is None:
        return ""
    if consent.guardian:
        return words.say("enrol_consent_child", giver=consent.given_by)
    if consent.given_by == name:
        return words.say("enrol_consent_own")
    return words.say("enrol_consent_by", giver=consent.given_by)


def camera_note(model: EnrolmentModel, words: Catalogue) -> str:
    """What the choice of camera means for later."""
    if model.source is None:
        return ""
    if model.source.kind is SourceKind.DOOR:
        return words.say("enrol_camera_note", camera=model.source.name)
    return words.say("enrol_webcam_note" if model.source.kind is SourceKind.WEBCAM else "enrol_photos_note")


def source_name(model: EnrolmentModel, words: Catalogue) -> str:
    """The camera as a sentence names it."""
    if model.source is not None and model.source.kind is SourceKind.DOOR and model.source.name:
        return model.source.name
    return words.say("enrol_webcam")


def photo_reason(reason: Reason, words: Catalogue) -> str:
    """Why a photo was not kept and which one would be: "come closer" helps nobody in a photo."""
    code = f"enrol_photo_{reason.code}"
    return words.say(code, **reason.figures()) if code in SENTENCES else words.say_reason(reason)
