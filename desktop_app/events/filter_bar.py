"""The filters in one line: search, days, door, decision, person, and the counters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.events.chips import CountChips
from desktop_app.events.choice import EventChoice
from desktop_app.events.chooser import Chooser
from desktop_app.events.day_picker import DayPicker
from desktop_app.icons import paint_icon
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from offload_server.household.records import EventCounts
from pipeline.types import Verdict

_TYPING_MS = 200
"""The list is read when the typing pauses, not with each letter."""
_SEARCH_PX = 168
_MOST_CHARACTERS = 80


class SearchField(QLineEdit):
    """A line with a glass at its left end (an action of Qt's stands too low in it)."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextMargins(20, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        super().paintEvent(event)
        painter = QPainter(self)
        paint_icon(painter, "search", QRectF(10, (self.height() - 16) / 2, 16, 16), "tertiary")
        painter.end()


class FilterBar(QWidget):
    """``changed`` gives the filters as they are now."""

    changed = TypedSignal(EventChoice)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._choice = EventChoice()
        self._counts: Mapping[Verdict, int] = {}
        self._report = WallReport((), {})
        self.search = SearchField()
        self.search.setMaxLength(_MOST_CHARACTERS)
        self.search.setFixedWidth(_SEARCH_PX)
        self.search.setClearButtonEnabled(True)
        self.days = DayPicker(speech)
        self.doors, self.decisions, self.people = Chooser(), Chooser(), Chooser()
        self.chips = CountChips(speech)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._wire()
        self._speak()

    @property
    def choice(self) -> EventChoice:
        """The filters as they are now."""
        return self._choice

    def show_choice(self, choice: EventChoice) -> None:
        """Set the filters without a word."""
        self._choice = choice
        if self.search.text().strip() != choice.text.strip():
            self.search.blockSignals(True)
            self.search.setText(choice.text)
            self.search.blockSignals(False)
        self._typing.stop()
        self.days.show_days(choice.days)
        self._show_options()
        self.chips.show_counts(self._counts, choice.verdict)

    def show_counts(self, counts: EventCounts) -> None:
        """How many of each decision the other filters let through."""
        self._counts = counts.by_verdict
        self._show_options()
        self.chips.show_counts(self._counts, self._choice.verdict)

    def show_report(self, report: WallReport) -> None:
        """Which doors and people there are to choose from."""
        self._report = report
        self._show_options()

    def _change(self, **changes: object) -> None:
        changed = dataclasses.replace(self._choice, text=self.search.text(), **changes)  # type: ignore[arg-type]
        self._typing.stop()
        if changed != self._choice:
            self.show_choice(changed)
            self.changed.emit(changed)

    def _show_options(self) -> None:
        say = self._speech.words.say
        doors = [(door.camera_id, door.name) for door in self._report.doors]
        people = sorted(self._report.names.items(), key=lambda item: item[1])
        decisions = [(verdict, self._decision(verdict)) for verdict in Verdict]
        for chooser, anything, options, value in (
            (self.doors, "events_door_any", doors, self._choice.camera_id),
            (self.decisions, "events_decision_any", decisions, self._choice.verdict),
            (self.people, "events_person_any", people, self._choice.person_id),
        ):
            listed: Sequence[tuple[object, str]] = [(None, say(anything)), *options]
            chooser.show_options(listed)
            chooser.show_value(value)

    def _decision(self, verdict: Verdict) -> str:
        """With its number in the list of choices; alone once it is chosen."""
        word = self._speech.words.say(f"verdict_{verdict.lower()}")
        if verdict is self._choice.verdict:
            return word
        return f"{word} ({self._counts.get(verdict, 0):,})"

    def _speak(self) -> None:
        say = self._speech.words.say
        self.search.setPlaceholderText(say("events_search"))
        self.search.setAccessibleName(say("events_search"))
        for chooser, code in (
            (self.doors, "events_door"),
            (self.decisions, "events_decision"),
            (self.people, "events_person"),
        ):
            chooser.name(say(code))
        self._show_options()

    def _wire(self) -> None:
        self.search.textEdited.connect(lambda _: self._typing.start())
        self.search.textChanged.connect(lambda text: None if text else self._change())
        self.search.returnPressed.connect(self._change)
        self._typing.timeout.connect(self._change)
        self.days.chosen.connect(lambda days: self._change(days=days))
        self.doors.chosen.connect(lambda value: self._change(camera_id=value))
        self.decisions.chosen.connect(lambda value: self._change(verdict=value))
        self.people.chosen.connect(lambda value: self._change(person_id=value))
        self.chips.pressed.connect(lambda value: self._change(verdict=value))
        self._speech.changed.connect(self._speak)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 10)
        line.setSpacing(8)
        for widget in (self.search, self.days, self.doors, self.decisions, self.people):
            line.addWidget(widget)
        line.addSpacing(4)
        line.addWidget(self.chips, stretch=1)
