"""What a person at the station does through all of its screens, and what they see there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.enrolment.enrolment_model import Step
from desktop_app.enrolment.photo_model import PhotoRow
from desktop_app.events.events_screen import EventsScreen
from desktop_app.people.erase_dialog import EraseDialog
from desktop_app.people.people_screen import PeopleScreen
from desktop_app.wall.tile_model import TileModel
from tests.desktop_app.enrolment.hands import Hands
from tests.fakes.engine import FakeEngine

_SLOW_MS = 60_000
"""Real networks on a machine that is busy with other tests."""


class Visitor(Hands):
    """Hands at a station whose engine is the real one."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        super().__init__(application, qtbot, FakeEngine())  # which nobody asks here

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=_SLOW_MS)

    @property
    def port(self) -> int:
        return self.application.station.bridge._running().address.port

    def leave_first_minutes(self) -> None:
        """Through the first run by clicks, to its last step and on to the Enrol screen."""
        first_run = self.application.first_run
        self.wait(lambda: self.application.window.is_covered)
        assert first_run.language.isVisible()
        self.click(first_run.next)
        self.wait(first_run.household.isVisible)
        QTest.keyClicks(first_run.household.name, "The Kims")
        self.click(first_run.next)
        self.wait(first_run.models.isVisible)
        self.click(first_run.next)
        self.wait(first_run.camera.isVisible)
        self.click(first_run.later)
        self.wait(first_run.person.isVisible)
        self.click(first_run.person.enrol)
        self.wait(self.screen.person.isVisible)
        assert not self.application.window.is_covered

    def go(self, key: Qt.Key) -> None:
        """A screen by its key."""
        window = self.application.window
        window.activateWindow()
        self.wait(window.isActiveWindow)
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)

    def begin_photos(self, name: str) -> None:
        """Up to the page where photos are dropped."""
        self.come()
        self.person_and_consent(name)
        self.click(self.screen.camera.photos)
        self.wait(self.screen.photos.isVisible)

    def drop(self, *files: Path) -> tuple[PhotoRow, ...]:
        """Let files go over the photo page; what became of them."""
        before = len(self.model.photos)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        zone = self.screen.photos.zone
        QApplication.sendEvent(zone, QDragEnterEvent(QPoint(20, 20), copy, data, left, none))
        QApplication.sendEvent(zone, QDropEvent(QPointF(20, 20), copy, data, left, none))
        self.wait(lambda: len(self.model.photos) == before + len(files) and not self._is_looking())
        return self.model.photos[before:]

    def _is_looking(self) -> bool:
        return any(row.is_waiting for row in self.model.photos)

    def said_of_photo(self, number: int) -> str:
        """The words that stand beside a photo."""
        line = self.screen.photos.lines[number]
        self.wait(line.isVisible)
        return "\n".join(label.text() for label in line.findChildren(QLabel) if label.isVisible() and label.text())

    def save_photos(self) -> None:
        self.wait(self.screen.photos.save.isEnabled)
        self.click(self.screen.photos.save)
        self.wait(lambda: self.model.step is Step.REPORT)
        self.click(self.screen.report.finish)
        self.wait(lambda: self.model.step is Step.PERSON)

    def tile(self, door: str) -> TileModel | None:
        """What the wall shows of a door now."""
        models = (tile.model for tile in self.application.window.wall.grid.tiles)
        return next((model for model in models if model is not None and model.name == door), None)

    def heard_at(self, door: str) -> str:
        """What a screen reader is told of a door's tile."""
        tiles = self.application.window.wall.grid.tiles
        return next((tile.accessibleDescription() for tile in tiles if tile.accessibleName() == door), "")

    def record(self) -> tuple[tuple[str, str], ...]:
        """Door and decision (a name, if somebody was recognised) of the rows of the Events screen, newest first."""
        model = self.application.window.screen_named("events", EventsScreen).record.model
        rows = (model.row(number) for number in range(model.rowCount()))
        return tuple((row.door, row.title) for row in rows if row is not None)

    def people(self) -> list[str]:
        """The cards of the People screen."""
        return [card.name for card in self._people.view.cards.cards.cards]

    def erase_by_keyboard(self, name: str) -> None:
        """In the People screen, without the mouse."""
        cards = self._people.view.cards
        cards.setFocus()
        QTest.keyClick(cards, Qt.Key.Key_Home)
        for _ in range(self.people().index(name)):
            QTest.keyClick(cards, Qt.Key.Key_Right)
        self.wait(lambda: self._people.member is not None and self._people.member.person.name == name)
        QTest.keyClick(cards, Qt.Key.Key_Delete)
        self.wait(lambda: bool(self._people.findChildren(EraseDialog)))
        (dialog,) = self._people.findChildren(EraseDialog)
        QTest.keyClicks(dialog.field, name)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        self.wait(lambda: name not in self.people())

    @property
    def _people(self) -> PeopleScreen:
        return self.application.window.screen_named("people", PeopleScreen)
