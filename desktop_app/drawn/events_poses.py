"""What the Events screen shows in pictures of the program: a day at the example doors, everybody drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QImage

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.head import Head
from desktop_app.events.choice import EventChoice
from desktop_app.events.events_screen import EventsScreen
from desktop_app.wall.wall_model import Door, WallReport
from offload_server.household.records import EventCounts, EventId, EventList, EventRecord, NamedDistance
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, LivenessLevel, PersonId, Reason, Verdict, VisitId

_NAMES: Final = {
    "en": {"seoyeon": "Seo-yeon", "minjun": "Min-jun", "haeun": "Ha-eun", "jiwoo": "Ji-woo"},
    "ko": {"seoyeon": "서연", "minjun": "민준", "haeun": "하은", "jiwoo": "지우"},
}
_DOORS: Final = {
    "en": ("Front door", "Garden gate", "Back door"),
    "ko": ("현관", "마당 대문", "뒷문"),
}
_THRESHOLD: Final = 1.08
_FAR: Final = Reason.of(PipelineReason.NEAREST_TOO_FAR, distance=1.31, threshold=_THRESHOLD)
_SMALL: Final = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
_ALIKE: Final = Reason.of(PipelineReason.TOO_ALIKE, margin=0.07, needed=0.1)
_FLAT: Final = Reason.of(PipelineReason.LIVENESS_DOUBTED)
_RECOGNISED, _UNKNOWN, _UNCERTAIN = Verdict.RECOGNISED, Verdict.UNKNOWN, Verdict.UNCERTAIN
_DAY: Final = (
    # who came, when, door, decision, nearest, next, reason
    ("seoyeon", (18, 42, 7), 0, _RECOGNISED, ("seoyeon", 0.81), ("haeun", 1.24), None),
    ("courier", (18, 41, 52), 1, _UNKNOWN, ("minjun", 1.31), ("haeun", 1.38), _FAR),
    ("stranger", (18, 38, 10), 2, Verdict.POOR_VIEW, None, None, _SMALL),
    ("haeun", (17, 20, 31), 0, _UNCERTAIN, ("haeun", 0.90), ("seoyeon", 0.97), _ALIKE),
    ("minjun", (16, 3, 15), 0, Verdict.ATTACK_SUSPECTED, ("minjun", 0.88), ("jiwoo", 1.29), _FLAT),
    ("jiwoo", (15, 38, 40), 1, _RECOGNISED, ("jiwoo", 0.92), ("haeun", 1.19), None),
    ("neighbour", (13, 5, 22), 0, _RECOGNISED, (None, 0.74), ("jiwoo", 1.33), None),
    ("jiwoo", (12, 58, 3), 0, _RECOGNISED, ("jiwoo", 0.86), ("haeun", 1.21), None),
    ("stranger", (11, 47, 9), 0, _UNKNOWN, ("jiwoo", 1.36), ("haeun", 1.44), _FAR),
    ("neighbour", (9, 12, 44), 1, _UNKNOWN, ("minjun", 1.41), ("jiwoo", 1.47), _FAR),
    ("minjun", (-1, 52, 18), 0, _RECOGNISED, ("minjun", 0.79), ("jiwoo", 1.31), None),
    ("haeun", (-3, 4, 51), 0, _RECOGNISED, ("haeun", 0.83), ("seoyeon", 1.12), None),
    ("courier", (-26, 31, 0), 1, _UNKNOWN, ("minjun", 1.29), ("jiwoo", 1.4), _FAR),
)
_ERASED_PICTURE: Final = 9
"""The row whose picture is gone."""


def _events(language: str) -> tuple[EventRecord, ...]:
    return tuple(_event(number, row, "ko" if language == "ko" else "en") for number, row in enumerate(_DAY))


def _event(number: int, row: tuple, language: str) -> EventRecord:  # type: ignore[type-arg]
    who, (hours, minutes, seconds), door, verdict, nearest, runner_up, reason = row
    midnight = dt.datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    first, second = (_near(each, language) for each in (nearest, runner_up))
    person = first if verdict is _RECOGNISED else None
    return EventRecord(
        id=EventId(f"{who}-{number}"),
        visit_id=VisitId(f"visit-{number}"),
        revision=0,
        camera_id=CameraId(f"c{door}"),
        camera_name=_DOORS[language][door],
        at=midnight + dt.timedelta(hours=hours, minutes=minutes, seconds=seconds),
        verdict=verdict,
        person_id=person.person_id if person is not None and person.name else None,
        person_name=person.name if person else None,
        nearest=first,
        runner_up=second,
        threshold=_THRESHOLD if first else None,
        false_match_rate=1e-4 if first else None,
        unit="l2" if first else None,
        margin=second.distance - first.distance if first and second else None,
        frames_used=5 if first else 0,
        attempts=1,
        newest_frame_age_ms=1400.0,
        liveness=LivenessLevel.NONE if verdict is not Verdict.ATTACK_SUSPECTED else LivenessLevel.ATTACK_SUSPECTED,
        reasons=() if reason is None else (reason,),
        has_snapshot=number != _ERASED_PICTURE,
    )


def _near(person: tuple[str | None, float] | None, language: str) -> NamedDistance | None:
    if person is None:
        return None
    who, distance = person
    return NamedDistance(PersonId(who or "erased"), _NAMES[language][who] if who else None, distance)


def _picture(event: EventRecord, width: int, height: int, scale: float) -> QImage:
    who = event.id.partition("-")[0]
    turned = Head(yaw_deg=-10) if event.verdict is _UNCERTAIN else Head()
    scenes = ("porch", "gate", "night")
    scene = scenes[int(event.camera_id[1:]) % len(scenes)]
    figure = Figure(who, width / 2, height * 0.48, scale, turned)
    pixels = camera_picture(width, height, scene, (figure,))
    image = QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_BGR888)
    return image.copy()


def _show_record(screen: EventsScreen, language: str) -> tuple[EventRecord, ...]:
    events = _events(language)
    counts = {Verdict.RECOGNISED: 96_214, Verdict.UNKNOWN: 31_022, Verdict.POOR_VIEW: 1_166, _UNCERTAIN: 3}
    counts[Verdict.ATTACK_SUSPECTED] = 1
    names = _NAMES["ko" if language == "ko" else "en"]
    doors = tuple(
        Door(CameraId(f"c{number}"), name, True, dt.datetime.now(dt.UTC))
        for number, name in enumerate(_DOORS["ko" if language == "ko" else "en"])
    )
    screen.show_report(WallReport(doors, {PersonId(who): name for who, name in names.items()}))
    screen.record.reader.listed.emit(EventList(1, EventCounts(len(events), counts), events))
    screen.record.counted.emit(EventCounts(sum(counts.values()), counts))
    for event in events:
        if event.has_snapshot:
            screen.record.model.show_picture(event.id, _picture(event, 96, 96, 0.36))
    return events


def _choose(screen: EventsScreen, events: tuple[EventRecord, ...], row: int) -> None:
    screen.record.table.choose(row)
    if events[row].has_snapshot:
        screen.details.show_picture(events[row].id, _picture(events[row], 536, 400, 1.0))


def _uncertain(screen: EventsScreen, language: str) -> None:
    _choose(screen, _show_record(screen, language), 3)


def _recognised(screen: EventsScreen, language: str) -> None:
    _choose(screen, _show_record(screen, language), 0)


def _poor_view(screen: EventsScreen, language: str) -> None:
    _choose(screen, _show_record(screen, language), 2)


def _no_picture(screen: EventsScreen, language: str) -> None:
    events = _show_record(screen, language)
    _choose(screen, events, _ERASED_PICTURE)
    screen.record.pill.show_newer(2)


def _none(screen: EventsScreen, language: str) -> None:
    del language
    screen.record.reader.listed.emit(EventList(0, EventCounts(0, {}), ()))


def _none_match(screen: EventsScreen, language: str) -> None:
    _show_record(screen, language)
    choice = EventChoice(text="Ha-eun" if language != "ko" else "하은", verdict=Verdict.ATTACK_SUSPECTED)
    screen.filters.show_choice(choice)
    screen.record.begin(choice)
    counts = EventCounts(0, {_RECOGNISED: 212, _UNCERTAIN: 3})
    screen.record.reader.listed.emit(EventList(9, counts, ()))


def _loading(screen: EventsScreen, language: str) -> None:
    _show_record(screen, language)
    screen.record.model.expect()
    screen.record.told.emit(None)


def _unreadable(screen: EventsScreen, language: str) -> None:
    del language
    screen.record.reader.failed.emit()


POSES: Final[dict[str, Callable[[EventsScreen, str], None]]] = {
    "events": _uncertain,
    "events-recognised": _recognised,
    "events-poor-view": _poor_view,
    "events-no-picture": _no_picture,
    "events-none": _none,
    "events-none-match": _none_match,
    "events-loading": _loading,
    "events-unreadable": _unreadable,
}


def pose_events(screen: EventsScreen, name: str, language: str) -> None:
    """Tell the screen what a running house would, for the scene ``name``."""
    POSES[name](screen, language)
