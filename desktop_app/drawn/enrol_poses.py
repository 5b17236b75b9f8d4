"""Puts the Enrol screen into each of its drawn states."""

from __future__ import annotations

from typing import Final, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from desktop_app.drawn.example_enrolment import ExampleEnrolment
from desktop_app.drawn.example_house import ExampleHouse
from desktop_app.enrolment.enrol_screen import EnrolScreen
from offload_server.household.consent_text import load_consent_text

_Kind = TypeVar("_Kind", bound=QWidget)
_PREFIX: Final = "enrol-"
ENROL_SCENES: Final = tuple(
    _PREFIX + name
    for name in (
        "person", "person-refused", "consent", "camera", "faces", "faces-door", "faces-question", "faces-paused",
        "faces-lost", "faces-still", "arrival", "arrival-looking", "complete", "photos", "photos-empty", "try",
        "report", "report-first",
    )
)  # fmt: skip


class _Window(Protocol):
    def screen_named(self, name: str, kind: type[_Kind]) -> _Kind: ...


def pose_enrolment(window: _Window, scene: str, language: str, house: ExampleHouse) -> None:
    """Show ``scene`` of ``ENROL_SCENES``; the screen must be in front already."""
    screen = window.screen_named("enrol", EnrolScreen)
    example = ExampleEnrolment(language, load_consent_text())
    model = example.model(scene.removeprefix(_PREFIX))
    screen.flow.model = model
    screen.flow.changed.emit(model)
    screen.camera.show_frames(house.frames())
