"""An enrolment made up for documents: drawn faces in every step and state of the Enrol screen."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.head import Head
from desktop_app.enrolment.enrolment_model import (
    PHOTOS,
    Consent,
    EnrolmentModel,
    Member,
    Source,
    SourceKind,
    Step,
)
from desktop_app.enrolment.photo_model import PhotoRow
from desktop_app.enrolment.try_out_model import Try, TryOut
from desktop_app.painting.strip_model import Mark, Sign, StripModel
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import (
    Direction,
    DraftId,
    DraftSample,
    EnrolmentReport,
    Gate,
    GateReading,
    GuidedPhase,
    GuidedState,
    OtherMember,
)
from offload_server.household.records import ConsentText
from offload_server.reasons import ServerReason
from pipeline.reasons import PipelineReason
from pipeline.types import (
    CameraId,
    HeadPose,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    Threshold,
    TrackId,
    UInt8Array,
    Verdict,
    VisitId,
)

_NAMES: Final = {
    "en": {"jiwoo": "Ji-woo", "seoyeon": "Seo-yeon", "minjun": "Min-jun", "haeun": "Ha-eun", "door": "Front door"},
    "ko": {"jiwoo": "지우", "seoyeon": "서연", "minjun": "민준", "haeun": "하은", "door": "현관"},
}
_DOOR: Final = CameraId("c0")
_RING: Final = (Direction.FRONT, Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)
_POSES: Final[Mapping[Direction, tuple[float, float]]] = {
    Direction.FRONT: (0, 0),
    Direction.LEFT: (22, 0),
    Direction.RIGHT: (-22, 0),
    Direction.UP: (2, 16),
    Direction.DOWN: (-2, -16),
    Direction.ARRIVAL: (0, 0),
}
_THRESHOLD: Final = Threshold(1.08, "l2", 1e-3, "made up for documents")
_OWN: Final = (0.62, 0.66, 0.68, 0.7, 0.71, 0.72, 0.74, 0.74, 0.75, 0.76, 0.78, 0.8, 0.82, 0.85, 0.88)
_HAEUN: Final = (1.12, 1.14, 1.16, 1.19)
_MINJUN: Final = (1.24, 1.28, 1.33, 1.38)
_SEOYEON: Final = (1.22, 1.31, 1.36, 1.43, 1.44)


class ExampleEnrolment:
    """``model(name)`` gives the model of a scene."""

    def __init__(self, language: str, text: ConsentText) -> None:
        self._names = _NAMES["ko" if language == "ko" else "en"]
        self._text = text
        self._scenes: dict[str, Callable[[], EnrolmentModel]] = {
            "person": self._person,
            "person-refused": self._name_refused,
            "consent": self._consent,
            "camera": self._camera,
            "faces": self._faces,
            "faces-door": self._through_door,
            "faces-question": self._question,
            "faces-paused": lambda: self._phase(GuidedPhase.PAUSED),
            "faces-lost": lambda: self._phase(GuidedPhase.CAMERA_LOST),
            "faces-still": self._still,
            "arrival": self._arrival,
            "arrival-looking": self._arriving,
            "complete": self._complete,
            "photos": self._photos,
            "photos-empty": self._photos_empty,
            "try": self._try,
            "report": self._report,
            "report-first": self._first_report,
        }

    def model(self, scene: str) -> EnrolmentModel:
        """KeyError for a scene that is not drawn."""
        return self._scenes[scene]()

    # ------------------------------------------------------------------ steps
    @property
    def _begun(self) -> EnrolmentModel:
        guardian = Consent(self._names["seoyeon"], guardian=True)
        members = (
            Member(PersonId("seoyeon"), self._names["seoyeon"], 15, Consent(self._names["seoyeon"], guardian=False)),
            Member(PersonId("minjun"), self._names["minjun"], 18, Consent(self._names["minjun"], guardian=False)),
            Member(PersonId("haeun"), self._names["haeun"], 0, None),
        )
        return EnrolmentModel(members=members, text=self._text, name=self._names["jiwoo"], consent=guardian)

    def _person(self) -> EnrolmentModel:
        return replace(self._begun, name="", consent=None)

    def _name_refused(self) -> EnrolmentModel:
        return replace(self._person(), problem=Reason.of(ServerReason.NAME_UNPRINTABLE))

    def _consent(self) -> EnrolmentModel:
        return replace(self._begun, step=Step.CONSENT, consent=None)

    def _camera(self) -> EnrolmentModel:
        webcam = Source(SourceKind.WEBCAM, None, "Integrated Webcam", 0)
        return replace(self._begun, step=Step.CAMERA, webcams=(webcam,))

    def _with(self, state: GuidedState, *, webcam: bool = True) -> EnrolmentModel:
        door = Source(SourceKind.DOOR, _DOOR, self._names["door"])
        source = Source(SourceKind.WEBCAM, _DOOR, "Integrated Webcam") if webcam else door
        return replace(self._begun, step=Step.FACES, source=source, state=state)

    def _faces(self) -> EnrolmentModel:
        return self._with(self._state((3, 1, 3, 1, 0), Direction.LEFT, HeadPose(11, 2, 0)))

    def _through_door(self) -> EnrolmentModel:
        state = self._state((3, 3, 3, 0, 0), Direction.UP, HeadPose(2, 6, 0))
        hint = Reason.of(GuidedReason.TOO_FAR, face_px=52, needed_px=60)
        gates = (GateReading(Gate.SIZE, passed=False, value=52, limit=60), *state.gates[1:])
        detail = Reason.of(GuidedReason.SIZE_FIGURES, face_px=52, needed_px=60)
        return self._with(replace(state, hint=hint, detail=detail, gates=gates), webcam=False)

    def _question(self) -> EnrolmentModel:
        state = self._state((3, 2, 0, 0, 0), Direction.LEFT, HeadPose(17, 0, 0))
        person, other = self._names["jiwoo"], self._names["haeun"]
        asked = Reason.of(GuidedReason.IS_THIS_REALLY, person=person, other=other, distance=0.94, threshold=1.08)
        return self._with(replace(state, question=asked))

    def _phase(self, phase: GuidedPhase) -> EnrolmentModel:
        state = self._state((3, 1, 0, 0, 0), Direction.LEFT, HeadPose(8, 0, 0))
        return self._with(replace(state, phase=phase), webcam=phase is GuidedPhase.PAUSED)

    def _still(self) -> EnrolmentModel:
        state = self._state((2, 0, 0, 0, 0), Direction.FRONT, HeadPose(1, -1, 0))
        return self._with(
            replace(
                state,
                directions=(Direction.FRONT,),
                without_movement=True,
                hint=Reason.of(GuidedReason.MOVE_SLIGHTLY),
                detail=Reason.of(GuidedReason.STILL_COST),
            )
        )

    def _full(self) -> GuidedState:
        state = self._state((3, 3, 3, 3, 3), None, HeadPose(1, 0, 0))
        return replace(state, phase=GuidedPhase.COMPLETE, hint=Reason.of(GuidedReason.COMPLETE), detail=None)

    def _arrival(self) -> EnrolmentModel:
        return replace(self._with(self._full()), step=Step.ARRIVAL)

    def _arriving(self) -> EnrolmentModel:
        state = replace(
            self._full(),
            phase=GuidedPhase.LOOKING,
            directions=(*_RING, Direction.ARRIVAL),
            wanted=Direction.ARRIVAL,
            hint=Reason.of(GuidedReason.AS_YOU_ARRIVE),
            detail=Reason.of(GuidedReason.TWO_MORE),
        )
        samples = (*state.samples, self._draft(Direction.ARRIVAL, 0))
        return replace(self._with(replace(state, samples=samples)), step=Step.ARRIVAL)

    def _complete(self) -> EnrolmentModel:
        model = self._arriving()
        if model.state is None:
            return model
        extra = (self._draft(Direction.ARRIVAL, 1), self._draft(Direction.ARRIVAL, 2))
        state = replace(model.state, phase=GuidedPhase.COMPLETE, wanted=None, samples=(*model.state.samples, *extra))
        return replace(model, state=state)

    # ------------------------------------------------------------------ photos
    def _photos_empty(self) -> EnrolmentModel:
        state = replace(self._state((0, 0, 0, 0, 0), Direction.FRONT, HeadPose(0, 0, 0)), observation=None)
        return replace(self._with(state), source=PHOTOS)

    def _photos(self) -> EnrolmentModel:
        kept = (self._draft(Direction.FRONT, 0), self._draft(Direction.LEFT, 1), self._draft(Direction.FRONT, 2))
        rows = (
            PhotoRow(0, "picnic-in-may.jpg", kept[0]),
            PhotoRow(1, "IMG_2041.jpg", kept[1]),
            PhotoRow(2, "birthday.jpg", None, (Reason.of(ServerReason.SEVERAL_FACES_IN_PICTURE, faces=4),)),
            PhotoRow(
                3,
                "on-the-swing.png",
                None,
                (
                    Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=43, needed_px=60),
                    Reason.of(PipelineReason.FACE_BLURRED, sharpness=31, needed=60),
                ),
            ),
            PhotoRow(4, "from-phone.heic", None, (Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind="HEIC"),)),
            PhotoRow(5, "school-portrait.jpg", kept[2]),
            PhotoRow(6, "summer.jpg"),
        )
        model = self._photos_empty()
        if model.state is None:
            return model
        return replace(model, photos=rows, state=replace(model.state, samples=kept))

    # ------------------------------------------------------------------ the end
    def _try_out(self) -> TryOut:
        observation, face = self._look(HeadPose(5, 0, 0), scale=0.9, x=300)
        name = self._names
        strip = StripModel(
            Sign.RECOGNISED,
            threshold=1.08,
            unit="L2",
            nearest=Mark(PersonId("jiwoo"), name["jiwoo"], 0.79),
            runner_up=Mark(PersonId("haeun"), name["haeun"], 1.2),
        )
        tries = tuple(Try(VisitId(f"v{n}"), Verdict.RECOGNISED, is_this_person=True, seconds=1.1) for n in range(3))
        return TryOut(_DOOR, PersonId("jiwoo"), tries, observation, face, strip, Sign.RECOGNISED)

    def _try(self) -> EnrolmentModel:
        model = self._with(self._full(), webcam=False)
        return replace(model, step=Step.TRY, state=None, report=self._worth(), try_out=self._try_out())

    def _worth(self) -> EnrolmentReport:
        alike = OtherMember(PersonId("haeun"), self._names["haeun"], _HAEUN)
        return EnrolmentReport(
            person_id=PersonId("jiwoo"),
            name=self._names["jiwoo"],
            samples=15,
            seconds=38.0,
            threshold=_THRESHOLD,
            own=_OWN,
            others=(
                alike,
                OtherMember(PersonId("minjun"), self._names["minjun"], _MINJUN),
                OtherMember(PersonId("seoyeon"), self._names["seoyeon"], _SEOYEON),
            ),
            look_alike=alike,
            pictures_seen=61,
            refusals=(
                (Reason.of(PipelineReason.FACE_BLURRED, sharpness=31, needed=60), 21),
                (Reason.of(PipelineReason.FACE_TURNED, yaw_deg=41, limit_deg=30), 14),
            ),
            by_direction=MappingProxyType(dict.fromkeys(_RING, 3)),
            finished_at=dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC),
        )

    def _report(self) -> EnrolmentModel:
        return replace(self._try(), step=Step.REPORT, kept=self._full().samples)

    def _first_report(self) -> EnrolmentModel:
        """The first person of a household, from three photos."""
        kept = self._full().samples[:3]
        worth = replace(
            self._worth(), samples=3, seconds=0.0, own=_OWN[4:7], others=(), look_alike=None, pictures_seen=7,
            by_direction=MappingProxyType({Direction.FRONT: 3}),
        )  # fmt: skip
        return replace(self._report(), source=PHOTOS, report=worth, kept=kept, try_out=None)

    # ------------------------------------------------------------------ drawn
    def _state(self, kept: tuple[int, ...], wanted: Direction | None, pose: HeadPose) -> GuidedState:
        samples = [self._draft(each, index) for each, count in zip(_RING, kept, strict=True) for index in range(count)]
        if wanted is not None:  # the newest one is of the direction that is asked for
            samples.sort(key=lambda sample: sample.direction is wanted)
        observation, _ = self._look(pose)
        return GuidedState(
            phase=GuidedPhase.LOOKING,
            person_name=self._names["jiwoo"],
            camera_id=_DOOR,
            without_movement=False,
            directions=_RING,
            samples=tuple(samples),
            wanted=wanted,
            hint=Reason.of(GuidedReason.TURN_LEFT, turn_deg=11, needed_deg=15),
            detail=Reason.of(GuidedReason.TWO_MORE),
            gates=(
                GateReading(Gate.SIZE, passed=True, value=112, limit=60),
                GateReading(Gate.SHARPNESS, passed=True, value=186, limit=60),
                GateReading(Gate.LIGHT, passed=True, value=121, limit=45),
                GateReading(Gate.EYES, passed=True, value=0.3, limit=0.2),
                GateReading(Gate.ONE_FACE, passed=True, value=1, limit=1),
                GateReading(Gate.TURN, passed=False, value=11, limit=15),
            ),
            pose=pose,
            observation=observation,
            face_index=0,
            pictures_seen=31,
            seconds=18.0,
        )

    def _look(self, pose: HeadPose, scale: float = 1.15, x: float = 320) -> tuple[Observation, ObservedFace]:
        figure = Figure("jiwoo", x, 250, scale, Head(pose.yaw_deg, pose.pitch_deg))
        quality = Quality(figure.box.width, 186.0, 121.0, 50.0, pose)
        face = ObservedFace(TrackId(1), VisitId("v9"), figure.box, None, figure.landmarks, quality)
        now = time.monotonic_ns()
        image = camera_picture(640, 480, "porch", (figure,))
        return Observation(_DOOR, 1, now, now, now, image, (face,)), face

    def _draft(self, direction: Direction, index: int) -> DraftSample:
        yaw, pitch = _POSES[direction]
        pose = HeadPose(yaw + (index - 1) * 4, pitch + (index - 1) * 2, 0)
        picture = _crop(pose)
        return DraftSample(DraftId(f"{direction}-{index}"), direction, picture, 0.94 - 0.06 * index, 112.0, pose)


def _crop(pose: HeadPose) -> UInt8Array:
    figure = Figure("jiwoo", 56, 62, 0.56, Head(pose.yaw_deg, pose.pitch_deg))
    return camera_picture(112, 112, "gate", (figure,))
