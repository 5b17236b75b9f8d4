"""The people of the made-up house with their samples, for pictures of the People screen; everybody is drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.head import Head
from desktop_app.people.people_model import Household, Member
from offload_server.household.likeness import (
    HouseholdLikeness,
    LikenessScale,
    OtherNear,
    PairLikeness,
    PersonLikeness,
    RemovalEffect,
    SampleFigures,
    SampleWorth,
)
from offload_server.household.records import (
    ConsentId,
    ConsentRecord,
    EventId,
    EventRecord,
    NamedDistance,
    PersonRecord,
    SampleId,
    SampleRecord,
)
from pipeline.types import CameraId, LivenessLevel, PersonId, UInt8Array, Verdict, VisitId

_THRESHOLD: Final = 1.08
_SCALE: Final = LikenessScale(_THRESHOLD, 1.2)
_NAMES: Final = {
    "en": ("Seo-yeon", "Min-jun", "Ji-woo", "Sun-ja", "Ha-eun"),
    "ko": ("서연", "민준", "지우", "순자", "하은"),
}
_DOORS: Final = {"en": ("Front door", "Garden gate"), "ko": ("현관", "마당 대문")}
_PAIRS: Final = {
    ("seoyeon", "minjun"): 1.37, ("seoyeon", "jiwoo"): 1.29, ("minjun", "jiwoo"): 1.31, ("seoyeon", "sunja"): 1.30,
    ("minjun", "sunja"): 1.42, ("jiwoo", "sunja"): 1.39, ("seoyeon", "haeun"): 1.24, ("minjun", "haeun"): 1.36,
    ("jiwoo", "haeun"): 1.12, ("sunja", "haeun"): 1.33,
}  # fmt: skip
_POSES: Final = (
    (0, 0), (-18, 0), (-22, 2), (18, 0), (24, 0), (4, 14), (2, -14), (-4, 16), (10, 0), (-8, -10),
    (3, 2), (-12, 4), (14, -6), (-20, 8), (20, 9), (6, -12), (-6, 12), (1, 5),
)  # fmt: skip
_WORTHS: Final = MappingProxyType(
    {2: SampleWorth.REDUNDANT, 5: SampleWorth.LOOK_ALIKE, 8: SampleWorth.DOUBTFUL, 11: SampleWorth.REDUNDANT}
)
_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class _Sort:
    """How somebody of the example is known: samples, usual distance, when last seen (seconds ago) and where."""

    who: str
    samples: int
    usual: float
    seen_s: float
    door: int
    uncertain: bool = False


_SORTS: Final = (
    _Sort("seoyeon", 15, 0.76, 130, 0),
    _Sort("minjun", 18, 0.81, 9 * 3600, 0),
    _Sort("jiwoo", 15, 0.79, 2 * 3600, 1),
    _Sort("sunja", 12, 0.72, 1.4 * _DAY_S, 0),
    _Sort("haeun", 14, 0.84, 3700, 0, uncertain=True),
)


class ExamplePeople:
    """Five people; Ji-woo and Ha-eun look alike. ``paused`` pauses Min-jun."""

    def __init__(self, language: str, now: dt.datetime, *, paused: bool = False) -> None:
        self._now = now
        self._language = "ko" if language == "ko" else "en"
        self._names = dict(zip((sort.who for sort in _SORTS), _NAMES[self._language], strict=True))
        people = {PersonId(sort.who): self._likeness(sort) for sort in _SORTS}
        jiwoo = PersonId("jiwoo")
        suggestion = RemovalEffect(
            (SampleId("jiwoo-5"), SampleId("jiwoo-8")),
            PersonLikeness(jiwoo, 0.76, OtherNear(PersonId("haeun"), 1.24), False, ()),
        )
        pairs = tuple(
            PairLikeness(PersonId(one), PersonId(other), distance, distance < _SCALE.close)
            for (one, other), distance in _PAIRS.items()
        )
        likeness = HouseholdLikeness(_SCALE, people, pairs, {jiwoo: suggestion})
        members = tuple(
            Member(
                self._person(sort, paused=paused and sort.who == "minjun"),
                self._samples(sort),
                self._event(sort),
                people[PersonId(sort.who)],
                suggestion if sort.who == "jiwoo" else None,
            )
            for sort in _SORTS
        )
        cameras = {CameraId(f"c{number}"): name for number, name in enumerate(_DOORS[self._language])}
        self.household = Household(members, likeness, cameras)

    def picture(self, sample_id: str) -> UInt8Array:
        """The crop of a sample; a doubtful one is blurred."""
        who, _, number = sample_id.partition("-")
        yaw_deg, pitch_deg = _POSES[int(number) % len(_POSES)]
        small = _WORTHS.get(int(number)) is SampleWorth.DOUBTFUL and who == "jiwoo"
        side = 22 if small else 112
        figure = Figure(who, side / 2, side * 0.53, side / 210, Head(yaw_deg=yaw_deg, pitch_deg=pitch_deg))
        scene = ("porch", "gate", "hall")[int(number) % 3] if int(number) else "porch"
        return camera_picture(side, side, scene, (figure,))

    def _person(self, sort: _Sort, *, paused: bool) -> PersonRecord:
        name = self._names[sort.who]
        is_child = sort.who == "jiwoo"
        giver = self._names["seoyeon"] if is_child else name
        given_at = self._now - dt.timedelta(days=40)
        consent = ConsentRecord(ConsentId(sort.who), PersonId(sort.who), giver, is_child, "2026-11", given_at)
        since = self._now - dt.timedelta(days=2) if paused else None
        return PersonRecord(PersonId(sort.who), name, given_at, sort.samples, consent, since)

    def _samples(self, sort: _Sort) -> tuple[SampleRecord, ...]:
        return tuple(self._sample(sort, number) for number in range(sort.samples))

    def _sample(self, sort: _Sort, number: int) -> SampleRecord:
        yaw_deg, pitch_deg = _POSES[number % len(_POSES)]
        return SampleRecord(
            id=SampleId(f"{sort.who}-{number}"),
            person_id=PersonId(sort.who),
            created_at=self._now - dt.timedelta(days=40 - number),
            source="picture" if number % 6 == 4 else "camera",
            camera_id=None if number % 6 == 4 else CameraId(f"c{number % 2}"),
            face_px=96 + 7 * (number % 5),
            sharpness=180 + 23 * (number % 7),
            brightness=118 + 5 * (number % 4),
            yaw_deg=yaw_deg,
            pitch_deg=pitch_deg,
        )

    def _likeness(self, sort: _Sort) -> PersonLikeness:
        near = {
            (other if one == sort.who else one): distance
            for (one, other), distance in _PAIRS.items()
            if sort.who in {one, other}
        }
        nearest = min(near, key=lambda who: near[who])
        other = OtherNear(PersonId(nearest), near[nearest])
        samples = tuple(
            SampleFigures(
                SampleId(f"{sort.who}-{number}"),
                _WORTHS.get(number, SampleWorth.USEFUL) if sort.who == "jiwoo" else SampleWorth.USEFUL,
                sort.usual + 0.02 * (number % 5 - 2),
                OtherNear(other.person_id, other.distance if number == 5 else other.distance + 0.09 + 0.01 * number),
            )
            for number in range(sort.samples)
        )
        return PersonLikeness(PersonId(sort.who), sort.usual, other, other.distance < _SCALE.close, samples)

    def _event(self, sort: _Sort) -> EventRecord:
        person_id, name = PersonId(sort.who), self._names[sort.who]
        return EventRecord(
            id=EventId(sort.who),
            visit_id=VisitId(sort.who),
            revision=0,
            camera_id=CameraId(f"c{sort.door}"),
            camera_name=_DOORS[self._language][sort.door],
            at=self._now - dt.timedelta(seconds=sort.seen_s),
            verdict=Verdict.UNCERTAIN if sort.uncertain else Verdict.RECOGNISED,
            person_id=None if sort.uncertain else person_id,
            person_name=None if sort.uncertain else name,
            nearest=NamedDistance(person_id, name, sort.usual),
            runner_up=None,
            threshold=_THRESHOLD,
            false_match_rate=1e-4,
            unit="l2",
            margin=None,
            frames_used=5,
            attempts=1,
            newest_frame_age_ms=120.0,
            liveness=LivenessLevel.NONE,
            reasons=(),
            has_snapshot=False,
        )
