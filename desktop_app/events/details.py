"""One event in full, beside the table: picture, strip, why, what it rests on, where to go from here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.events.day_words import day_text
from desktop_app.events.event_row import event_row
from desktop_app.events.event_story import event_story
from desktop_app.events.fact_line import FactLine
from desktop_app.events.state_chip import StateChip
from desktop_app.events.visit_picture import VisitPicture
from desktop_app.painting.strip_model import SIGN_OF_VERDICT
from desktop_app.painting.strip_widget import StripWidget
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.records import EventId, EventRecord

WIDTH_PX: Final = 300
if TYPE_CHECKING:
    from desktop_app.typed_signal import BoundSignal

_FACTS: Final = 4


class EventDetails(QFrame):
    """``person_asked`` and ``live_asked`` give the event whose person or door is to be seen."""

    person_asked = TypedSignal(EventRecord)
    live_asked = TypedSignal(EventRecord)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._event: EventRecord | None = None
        self._report = WallReport((), {})
        self.setFixedWidth(WIDTH_PX)
        self.picture = VisitPicture(speech)
        self.chip = StateChip()
        self.when = QLabel()
        self.strip = StripWidget(speech.words, full=True)
        self.heading = QLabel()
        self.why = QLabel()
        self._facts = tuple(FactLine() for _ in range(_FACTS))
        self.person = SpokenButton(speech, "events_person", icon_name="user-round")
        self.live = SpokenButton(speech, "events_watch_live", icon_name="video")
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(1, 0, 0, 0)
        self._hint = _nothing(speech)
        self._blank = QWidget()
        self._pages.addWidget(self._blank)
        self._pages.addWidget(self._hint)
        self._told = self._lay_out()
        self._pages.addWidget(self._told)
        self.person.clicked.connect(lambda: self._ask(self.person_asked))
        self.live.clicked.connect(lambda: self._ask(self.live_asked))
        speech.changed.connect(self._speak)

    @property
    def event_shown(self) -> EventRecord | None:
        return self._event

    def invite(self, *, is_possible: bool) -> None:
        """While no event is told: ask to choose one, if there is one."""
        if self._event is None:
            self._pages.setCurrentWidget(self._hint if is_possible else self._blank)

    def show_event(self, event: EventRecord | None) -> None:
        """Tell ``event``; its picture follows by ``show_picture``."""
        if event is None or self._event is None or event.id != self._event.id:
            self.picture.show_picture(None, is_missing=event is not None and not event.has_snapshot)
        self._event = event
        self._speak()

    def show_picture(self, event_id: EventId, image: QImage | None) -> None:
        """The picture has come; None: there is none any more."""
        if self._event is not None and self._event.id == event_id:
            self.picture.show_picture(image, is_missing=image is None or image.isNull())

    def show_report(self, report: WallReport) -> None:
        """Which doors can be watched, and who is still there."""
        self._report = report
        self._show_ways()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().surface.card))
        painter.fillRect(0, 0, 1, self.height(), QColor(current_theme().line.subtle))
        painter.end()

    def _ask(self, signal: BoundSignal[EventRecord]) -> None:
        if self._event is not None:
            signal.emit(self._event)

    def _speak(self) -> None:
        event, words = self._event, self._speech.words
        if event is not None:
            self._pages.setCurrentWidget(self._told)
        elif self._pages.currentWidget() is self._told:
            self._pages.setCurrentWidget(self._blank)
        self.strip.set_words(words)
        if event is None:
            return
        row, story = event_row(event, words), event_story(event, words)
        self.chip.show_state(SIGN_OF_VERDICT[event.verdict], words)
        day = day_text(row.day, dt.datetime.now().astimezone().date(), words)
        when = f"{day} {row.time} · {row.door}".strip()
        room = WIDTH_PX - 40 - self.chip.sizeHint().width()
        self.when.setText(self.when.fontMetrics().elidedText(when, Qt.TextElideMode.ElideRight, room))
        self.when.setToolTip(plain_tip(when))
        self.picture.setAccessibleName(words.say("events_picture_of", person=row.title, door=row.door))
        self.strip.show_model(row.strip)
        self.heading.setText(story.heading)
        self.why.setText(story.why)
        for line, fact in zip(self._facts, (*story.facts, *(None,) * _FACTS), strict=False):
            line.show_fact(fact)
        self._show_ways()

    def _show_ways(self) -> None:
        event = self._event
        if event is None:
            return
        name = self._report.names.get(event.person_id) if event.person_id is not None else None
        self.person.setVisible(name is not None)
        said = self._speech.words.say("events_open_person", person=name or "")
        self.person.setAccessibleName(said)
        self.person.setToolTip(plain_tip(said))
        shown = self.person.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, WIDTH_PX - 90)
        self.person.setText(f" {shown}")
        self.live.setVisible(any(door.camera_id == event.camera_id for door in self._report.doors))

    def _dress_labels(self) -> None:
        roles = ((self.when, "caption", "tertiary"), (self.heading, "ui", ""), (self.why, "", "secondary"))
        for label, role, tone in roles:
            label.setProperty("role", role)
            label.setProperty("tone", tone)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.heading.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _lay_out(self) -> QWidget:
        page = QWidget()
        self._dress_labels()
        column = QVBoxLayout(page)
        column.setContentsMargins(15, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.picture)
        line = QHBoxLayout()
        line.addWidget(self.chip)
        line.addStretch(1)
        line.addWidget(self.when)
        column.addLayout(line)
        column.addWidget(self.strip)
        column.addWidget(self.heading)
        column.addWidget(self.why)
        facts = QVBoxLayout()
        facts.setSpacing(5)
        for fact in self._facts:
            facts.addWidget(fact)
        column.addLayout(facts)
        ways = QVBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self.person)
        ways.addWidget(self.live)
        column.addStretch(1)
        column.addLayout(ways)
        return page


def _nothing(speech: Speech) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 0, 32, 0)
    column.setSpacing(12)
    column.addStretch(1)
    column.addWidget(SmallIcon("rotate-ccw-clock", "tertiary", 28), alignment=Qt.AlignmentFlag.AlignHCenter)
    sentence = SpokenLabel(speech, "events_pick", tone="secondary")
    sentence.setWordWrap(True)
    sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(sentence)
    column.addStretch(1)
    return page
