"""Which camera looks: a door with its live picture, this PC's webcam, or photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.enrolment.door_card import SIZE, DoorCard
from desktop_app.enrolment.enrolment_model import PHOTOS, EnrolmentModel, Source, SourceKind
from desktop_app.enrolment.person_page import scrolled
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import Door, WallReport
from desktop_app.window.status_bar import SmallIcon
from pipeline.types import CameraId, Observation

_WIDTH_PX: Final = 800
_GAP_PX: Final = 12
_MOST_WEBCAMS: Final = 3


class CameraPage(QWidget):
    """``chosen`` says what is to look; ``dropped`` the files that were dropped on the photos' card."""

    chosen = TypedSignal(Source)
    dropped = TypedSignal(QMimeData)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._doors: tuple[Door, ...] | None = None
        self._webcams: tuple[Source, ...] | None = None
        self.cards: tuple[DoorCard, ...] = ()
        self.complaint = SpokenLabel(speech, role="ui", tone="danger")
        self.complaint.setWordWrap(True)
        self.no_door = SpokenLabel(speech, "enrol_no_door", "body", "secondary")
        self.no_door.setWordWrap(True)
        self.look = SpokenButton(speech, "enrol_webcam_find")
        self.photos = SpokenButton(speech, "enrol_photos_use")
        self.back = SpokenButton(speech, "enrol_back", kind="quiet", icon_name="arrow-left")
        self.webcam_buttons: tuple[SpokenButton, ...] = ()
        self._webcam_words = SpokenLabel(speech, "enrol_webcam_more", "caption", "secondary")
        self._webcam_list = QVBoxLayout()
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP_PX)
        self.photos.clicked.connect(lambda: self.chosen.emit(PHOTOS))
        self.setAcceptDrops(True)
        self._lay_out()
        speech.changed.connect(self._speak)

    def show_report(self, report: WallReport) -> None:
        """Draw which doors there are; connected ones first."""
        doors = tuple(sorted(report.doors, key=lambda door: not door.is_connected))
        if [(each.camera_id, each.name, each.is_connected) for each in doors] != [
            (each.camera_id, each.name, each.is_connected) for each in self._doors or ()
        ] or self._doors is None:
            self._doors = doors
            self._show_doors(doors)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw the webcams, and why the last choice did not work."""
        for card in self.cards:
            card.setEnabled(card.door.is_connected and not model.is_busy)
        for button in (*self.webcam_buttons, self.photos, self.look):
            button.setEnabled(not model.is_busy)
        if model.webcams != self._webcams:
            self._webcams = model.webcams
            self._show_webcams(model.webcams)
        if model.is_busy:
            self.complaint.say("enrol_opening")
        elif model.problem is not None:
            self.complaint.say(model.problem.code, **model.problem.figures())
        self.complaint.setVisible(model.is_busy or model.problem is not None)

    def show_frames(self, latest: Mapping[CameraId, Observation]) -> None:
        """The newest pictures of the doors."""
        for card in self.cards:
            observation = latest.get(card.door.camera_id)
            if observation is not None:
                card.show_picture(observation.image)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.dropped.emit(event.mimeData())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for card in self.cards:
                card.update()

    def _speak(self) -> None:
        if self._doors is not None:
            self._show_doors(self._doors)
        self._show_webcams(self._webcams)

    def _show_doors(self, doors: tuple[Door, ...]) -> None:
        for old in self.cards:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = tuple(DoorCard(self._speech, door) for door in doors)
        for card in self.cards:
            source = Source(SourceKind.DOOR, card.door.camera_id, card.door.name)
            card.clicked.connect(lambda _=False, source=source: self.chosen.emit(source))
        self.no_door.setVisible(not any(door.is_connected for door in doors))
        self._arrange()

    def _arrange(self) -> None:
        across = max(1, (min(self.width() - 32, _WIDTH_PX) + _GAP_PX) // (SIZE.width() + _GAP_PX))
        for number, card in enumerate((*self.cards, self._webcam_card, self._photos_card)):
            self._grid.addWidget(card, number // across, number % across)

    def _show_webcams(self, webcams: tuple[Source, ...] | None) -> None:
        for old in self.webcam_buttons:
            self._webcam_list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.webcam_buttons = tuple(self._webcam_button(each) for each in (webcams or ())[:_MOST_WEBCAMS])
        for button in self.webcam_buttons:
            self._webcam_list.addWidget(button)
        self._webcam_words.say("enrol_webcam_none" if webcams == () else "enrol_webcam_more")
        self.look.setVisible(not webcams)

    def _webcam_button(self, webcam: Source) -> SpokenButton:
        button = SpokenButton(self._speech, "enrol_webcam_find")
        words = self._speech.words.say("enrol_webcam_use", camera=webcam.name)
        room = SIZE.width() - 64
        button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(words))
        button.clicked.connect(lambda _=False: self.chosen.emit(webcam))
        return button

    def _lay_out(self) -> None:
        self._webcam_list.addWidget(self.look)
        self._webcam_card = self._card("webcam", "enrol_webcam", self._webcam_words, self._webcam_list)
        photos = QVBoxLayout()
        photos.addWidget(self.photos)
        words = SpokenLabel(self._speech, "enrol_photos_more", "caption", "secondary")
        self._photos_card = self._card("images", "enrol_photos", words, photos)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(6)
        column.addWidget(SpokenLabel(self._speech, "enrol_camera", "display"))
        more = SpokenLabel(self._speech, "enrol_camera_more", "body", "secondary")
        more.setWordWrap(True)
        column.addWidget(more)
        column.addWidget(self.no_door)
        column.addWidget(self.complaint)
        column.addSpacing(16)
        line = QHBoxLayout()
        line.addLayout(self._grid)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(18)
        column.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 0, 16, 0)
        page.addWidget(scrolled(inner, _WIDTH_PX))
        self._arrange()

    def _card(self, icon: str, title: str, words: SpokenLabel, buttons: QVBoxLayout) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedSize(SIZE)
        words.setWordWrap(True)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(6)
        column.addWidget(SmallIcon(icon, "accent", 24))
        column.addSpacing(2)
        column.addWidget(SpokenLabel(self._speech, title, "heading"))
        column.addWidget(words)
        column.addStretch(1)
        column.addLayout(buttons)
        return card
