"""Where an enrolment stands, as one frozen value: who, who agreed, which camera, what was kept. Knows no Qt.

The functions are the only ways from one step to the next; each gives a new value. What is asked of the server, and
when, stands in ``enrolment_flow``.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_app.enrolment.photo_model import PhotoRow
from desktop_app.enrolment.try_out_model import TryOut
from offload_server.household.guided.states import (
    Direction,
    DraftSample,
    EnrolmentReport,
    GuidedPhase,
    GuidedState,
)
from offload_server.household.records import ConsentText
from pipeline.types import CameraId, PersonId, Reason

__all__ = ["Consent", "EnrolmentModel", "Member", "Source", "SourceKind", "Step"]


class Step(enum.IntEnum):
    """The stepper, left to right."""

    PERSON = 0
    CONSENT = 1
    CAMERA = 2
    FACES = 3
    ARRIVAL = 4
    TRY = 5
    REPORT = 6


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed; with ``guardian`` for a child."""

    given_by: str
    guardian: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household who is there already; ``consent`` is the valid one."""

    person_id: PersonId
    name: str
    samples: int
    consent: Consent | None


class SourceKind(enum.Enum):
    """What an enrolment looks through."""

    DOOR = enum.auto()
    WEBCAM = enum.auto()
    PHOTOS = enum.auto()


@dataclass(frozen=True, slots=True)
class Source:
    """``index`` is the webcam's number on this PC; ``camera_id`` is None for photos and for a webcam not yet opened."""

    kind: SourceKind
    camera_id: CameraId | None = None
    name: str = ""
    index: int = 0

    @property
    def is_mirrored(self) -> bool:
        """A webcam is looked into like a mirror; a door is not."""
        return self.kind is SourceKind.WEBCAM


PHOTOS: Final = Source(SourceKind.PHOTOS)


@dataclass(frozen=True, slots=True, eq=False)
class EnrolmentModel:
    """``state`` is the running session's newest; ``kept`` the samples of one that was saved. ``problem`` is why the
    last wish was refused; ``is_busy`` while an answer is on its way. ``webcams`` None: not looked for yet."""

    step: Step = Step.PERSON
    members: tuple[Member, ...] = ()
    text: ConsentText | None = None
    person: Member | None = None
    name: str = ""
    consent: Consent | None = None
    webcams: tuple[Source, ...] | None = None
    source: Source | None = None
    state: GuidedState | None = None
    photos: tuple[PhotoRow, ...] = ()
    report: EnrolmentReport | None = None
    kept: tuple[DraftSample, ...] = ()
    try_out: TryOut | None = None
    problem: Reason | None = None
    is_busy: bool = False

    @property
    def has_session(self) -> bool:
        """Whether something would be lost."""
        return self.state is not None and self.state.phase is not GuidedPhase.ENDED and self.report is None

    @property
    def is_mirrored(self) -> bool:
        return self.source is not None and self.source.is_mirrored

    @property
    def uses_photos(self) -> bool:
        return self.source is not None and self.source.kind is SourceKind.PHOTOS

    @property
    def is_arriving(self) -> bool:
        """Whether "as you usually arrive" was begun."""
        return self.state is not None and Direction.ARRIVAL in self.state.directions

    @property
    def samples(self) -> tuple[DraftSample, ...]:
        """What was kept so far, or in the end."""
        return self.state.samples if self.state is not None and self.report is None else self.kept

    @property
    def can_save(self) -> bool:
        """Every wanted direction is full; of photos, one that was kept is enough to begin with."""
        if self.state is None or self.is_busy or not self.state.samples:
            return False
        return self.uses_photos or self.state.phase is GuidedPhase.COMPLETE or self._ring_is_full

    @property
    def _ring_is_full(self) -> bool:
        return self.step is Step.ARRIVAL


def member_named(members: Sequence[Member], name: str) -> Member | None:
    """Who has that name already, whatever its case and spaces."""
    wanted = _key(name)
    return next((member for member in members if _key(member.name) == wanted), None)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def with_household(model: EnrolmentModel, members: tuple[Member, ...], text: ConsentText) -> EnrolmentModel:
    """Who is there, and what they agree to today."""
    return replace(model, members=members, text=text)


def choose_name(model: EnrolmentModel, name: str) -> EnrolmentModel:
    """A new person, or the one who has that name already."""
    member = member_named(model.members, name)
    if member is not None:
        return choose_member(model, member)
    cleaned = " ".join(name.split())
    return replace(model, step=Step.CONSENT, person=None, name=cleaned, consent=None, problem=None)


def choose_member(model: EnrolmentModel, member: Member) -> EnrolmentModel:
    """Somebody who is there; who has agreed is not asked again."""
    step = Step.CAMERA if member.consent is not None else Step.CONSENT
    return replace(model, step=step, person=member, name=member.name, consent=member.consent, problem=None)


def agree(model: EnrolmentModel, consent: Consent) -> EnrolmentModel:
    """The consent was given; it is written together with the samples, not before."""
    cleaned = replace(consent, given_by=" ".join(consent.given_by.split()))
    return replace(model, step=Step.CAMERA, consent=cleaned, problem=None)


def step_back(model: EnrolmentModel) -> EnrolmentModel:
    """One step towards the beginning, while nothing runs yet; from another camera back to the faces."""
    if model.has_session:
        return replace(model, step=Step.FACES, problem=None) if model.step is Step.CAMERA else model
    asked = model.person is None or model.person.consent is None
    before = {Step.CONSENT: Step.PERSON, Step.CAMERA: Step.CONSENT if asked else Step.PERSON}
    return replace(model, step=before.get(model.step, model.step), problem=None)


def choose_source(model: EnrolmentModel, source: Source) -> EnrolmentModel:
    """The camera is asked for; the faces come when it answers."""
    return replace(model, source=source, is_busy=True, problem=None)


def began(model: EnrolmentModel, source: Source, state: GuidedState) -> EnrolmentModel:
    """The session runs, or looks through another camera now."""
    step = Step.ARRIVAL if Direction.ARRIVAL in state.directions else Step.FACES
    return replace(model, step=step, source=source, state=state, is_busy=False, problem=None)


def took_state(model: EnrolmentModel, state: GuidedState) -> EnrolmentModel:
    """The session's newest word; a full ring leads to "as you usually arrive" once."""
    step = model.step
    if step is Step.FACES and state.phase is GuidedPhase.COMPLETE and not model.uses_photos:
        step = Step.ARRIVAL
    elif step is Step.ARRIVAL and not _is_full(state):
        step = Step.FACES  # a sample was taken back
    return replace(model, state=state, step=step)


def _is_full(state: GuidedState) -> bool:
    asked = [each for each in state.directions if each is not Direction.ARRIVAL]
    return all(len(state.kept(each)) >= state.wanted_of(each) for each in asked)


def saved(model: EnrolmentModel, report: EnrolmentReport) -> EnrolmentModel:
    """The person is enrolled. Through a camera, trying it out comes next; photos have no door to walk up to."""
    kept = model.state.samples if model.state is not None else ()
    step = Step.REPORT if model.uses_photos else Step.TRY
    return replace(model, step=step, report=report, kept=kept, state=None, is_busy=False, problem=None)


def refused(model: EnrolmentModel, reason: Reason) -> EnrolmentModel:
    """The last wish was not fulfilled; the step stays. A name that is taken is asked for anew."""
    step = Step.PERSON if reason.code.startswith("name_") and not model.has_session else model.step
    return replace(model, step=step, is_busy=False, problem=reason)


def begin_anew(model: EnrolmentModel) -> EnrolmentModel:
    """Nothing of the enrolment is left; who is there is still known."""
    return EnrolmentModel(members=model.members, text=model.text)
