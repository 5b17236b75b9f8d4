"""The People screen as it looks in each of its states, for pictures; everybody is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from desktop_app.drawn.example_people import ExamplePeople
from desktop_app.people.people_model import Household
from desktop_app.people.people_screen import PeopleScreen
from offload_server.household.records import SampleId
from pipeline.types import PersonId, UInt8Array

_JIWOO: Final = PersonId("jiwoo")


def _sample(screen: PeopleScreen) -> None:
    screen.open_person(_JIWOO)
    screen.view.panel.samples.choose(SampleId("jiwoo-5"))


POSES: Final[Mapping[str, Callable[[PeopleScreen], None]]] = MappingProxyType(
    {
        "people": lambda screen: screen.open_person(_JIWOO),
        "people-sample": _sample,
        "people-paused": lambda screen: screen.open_person(PersonId("minjun")),
        "people-nobody-found": lambda screen: screen.view.search.setText("Yuna"),
        "people-empty": lambda screen: screen.show_household(Household()),
    }
)
"""By the name of the scene."""


def pose_people(screen: PeopleScreen, scene: str, language: str) -> None:
    """Show the example household as ``scene`` wants it."""
    example = ExamplePeople(language, dt.datetime.now().astimezone(), paused=scene == "people-paused")
    screen.show_household(example.household)
    for member in example.household.members:
        for sample in member.samples:
            pixels = example.picture(sample.id)
            screen.pictures.show_picture(sample.id, _jpeg(pixels))
    POSES[scene](screen)


def _jpeg(pixels: UInt8Array) -> bytes:
    height, width, _ = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 92)  # type: ignore[call-overload]
    return bytes(data.data())
