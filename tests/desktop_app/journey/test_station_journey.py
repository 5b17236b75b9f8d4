"""From a fresh data folder to somebody whom the door knows, and back to a stranger: everything real but the lens."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt

from desktop_app.enrolment.enrolment_model import Step
from desktop_app.painting.strip_model import Sign
from offload_server.demo import transcoding
from offload_server.demo.cast import HAEUN, HAEUN_WALKS_UP, MINJI_AT_FRONT, Piece
from offload_server.household.events import list_events
from offload_server.household.guided.states import GuidedPhase
from offload_server.household.house import House
from offload_server.household.records import EventFilter, EventRecord
from offload_server.trust.principals import LocalAdmin
from pipeline.types import Verdict
from tests.desktop_app.journey.conftest import Street
from tests.desktop_app.journey.visitor import Visitor
from tests.pipeline.real_faces import astronaut
from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]
_FRONT, _GATE, _HALL = "Front door", "Garden gate", "Hall"
_STRANGER = Piece("clip-single-face", 0.0, 1.0, turns=4)
"""Fourteen seconds of him: only after eight without a match is somebody said to be unknown who has not left."""


async def _events(house: House) -> tuple[EventRecord, ...]:
    return (await list_events(LocalAdmin(), house, EventFilter())).events


def events_at(visitor: Visitor, door: str) -> list[EventRecord]:
    """Newest first."""
    found = visitor.ask(_events)
    assert isinstance(found, tuple)
    return [event for event in found if event.camera_name == door]


def is_named(visitor: Visitor, door: str, name: str) -> bool:
    tile = visitor.tile(door)
    return tile is not None and any(face.sign is Sign.RECOGNISED and face.name == name for face in tile.faces)


def is_unknown(visitor: Visitor, door: str) -> bool:
    tile = visitor.tile(door)
    return tile is not None and any(face.sign is Sign.UNKNOWN for face in tile.faces)


def enrol_the_astronaut(visitor: Visitor, models: WeightsStore, folder: Path) -> None:
    """Somebody else of the household, from one photo."""
    photo = folder / "eileen.png"
    assert cv2.imwrite(str(photo), astronaut(models))
    visitor.begin_photos("Eileen")
    (row,) = visitor.drop(photo)
    assert row.draft is not None, row.reasons
    visitor.save_photos()


def stand_in_the_hall(visitor: Visitor, street: Street, clip: Path) -> None:
    """Minji comes before a camera and cannot turn her head."""
    street.open(_HALL, visitor.port, clip, Piece("clip-wolfgang-langer", 0.35, 0.6))
    visitor.come()
    visitor.person_and_consent("Minji")
    cards = visitor.screen.camera
    visitor.wait(lambda: bool(cards.cards) and cards.cards[0].isEnabled())
    visitor.click(cards.cards[0])
    visitor.wait(lambda: visitor.model.step is Step.FACES)
    visitor.click(visitor.screen.faces.still)
    visitor.wait(lambda: visitor.state.without_movement)


def enrol_in_the_hall(visitor: Visitor, street: Street, clip: Path) -> None:
    """All samples, saved."""
    stand_in_the_hall(visitor, street, clip)
    visitor.wait(lambda: visitor.model.step is Step.ARRIVAL)
    assert len(visitor.state.samples) == 6
    visitor.click(visitor.screen.faces.skip)
    visitor.wait(lambda: visitor.model.step is Step.TRY)
    visitor.click(visitor.screen.try_it.report)
    assert visitor.screen.report.headline.text() == "Minji is enrolled"
    visitor.click(visitor.screen.report.finish)
    street.close(_HALL)


def test_from_a_fresh_folder_to_a_name_on_the_wall_and_back(
    visitor: Visitor, street: Street, models: WeightsStore, tmp_path: Path
) -> None:
    visitor.leave_first_minutes()
    enrol_the_astronaut(visitor, models, tmp_path)
    clip = models.require("clip-wolfgang-langer")
    enrol_in_the_hall(visitor, street, clip)

    street.open(_FRONT, visitor.port, clip, MINJI_AT_FRONT.piece)
    street.open(_GATE, visitor.port, models.require("clip-single-face"), _STRANGER)
    visitor.go(Qt.Key.Key_1)
    visitor.wait(lambda: is_named(visitor, _FRONT, "Minji"))
    assert "Minji" in visitor.heard_at(_FRONT)
    visitor.wait(lambda: is_unknown(visitor, _GATE))
    visitor.wait(lambda: bool(events_at(visitor, _GATE)))
    assert {event.verdict for event in events_at(visitor, _GATE)} == {Verdict.UNKNOWN}
    street.close(_GATE)

    visitor.go(Qt.Key.Key_4)
    visitor.wait(lambda: (_FRONT, "Minji") in visitor.record())
    assert (_GATE, "Unknown") in visitor.record()
    visitor.go(Qt.Key.Key_3)
    visitor.wait(lambda: visitor.people() == ["Eileen", "Minji"])

    visitor.erase_by_keyboard("Minji")
    known = {event.visit_id for event in events_at(visitor, _FRONT)}

    def since() -> list[EventRecord]:
        return [event for event in events_at(visitor, _FRONT) if event.visit_id not in known]

    visitor.go(Qt.Key.Key_1)
    visitor.wait(lambda: any(event.verdict is Verdict.UNKNOWN for event in since()))
    assert {event.person_id for event in since()} == {None}
    assert "Minji" not in visitor.heard_at(_FRONT)


def test_an_enrolment_outlives_its_camera(visitor: Visitor, street: Street, models: WeightsStore) -> None:
    visitor.leave_first_minutes()
    stand_in_the_hall(visitor, street, models.require("clip-wolfgang-langer"))
    visitor.wait(lambda: len(visitor.state.samples) >= 1)
    street.pull_out(_HALL)
    visitor.wait(lambda: visitor.state.phase is GuidedPhase.CAMERA_LOST)
    kept = len(visitor.state.samples)
    faces = visitor.screen.faces
    assert _HALL in faces.hint.text
    assert faces.other_camera.isVisible()
    street.plug_in(_HALL, visitor.port)
    visitor.wait(lambda: visitor.state.phase is GuidedPhase.LOOKING)
    assert len(visitor.state.samples) >= kept >= 1
    visitor.wait(lambda: len(visitor.state.samples) > kept)
    assert not faces.other_camera.isVisible()


@pytest.mark.shared
def test_whoever_is_enrolled_from_one_clip_is_recognised_in_another(
    visitor: Visitor, street: Street, shared_folder: Path, tmp_path: Path
) -> None:
    video = shared_folder / "video"
    photos = tmp_path / "photos"
    photos.mkdir()
    frames = transcoding.jpegs(video / HAEUN.piece.clip, HAEUN.piece)
    for number, jpeg in enumerate(frames[:: len(frames) // 8]):
        (photos / f"ha-eun-{number}.jpg").write_bytes(jpeg)
    visitor.leave_first_minutes()
    visitor.begin_photos("Ha-eun")
    rows = visitor.drop(*sorted(photos.iterdir()))
    assert sum(row.draft is not None for row in rows) >= 3
    visitor.save_photos()
    street.open(_FRONT, visitor.port, video / HAEUN_WALKS_UP.piece.clip, HAEUN_WALKS_UP.piece)
    visitor.go(Qt.Key.Key_1)
    visitor.wait(lambda: is_named(visitor, _FRONT, "Ha-eun"))
