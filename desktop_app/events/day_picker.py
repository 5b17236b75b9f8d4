"""The day filter: a button that says which days, and a calendar under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.events.choice import SPANS, Days
from desktop_app.events.day_words import days_text
from desktop_app.icons import icon
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal

_CALENDAR = QSize(280, 190)


class DayPicker(QPushButton):
    """``chosen`` gives the days."""

    chosen = TypedSignal(Days)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._days = Days()
        self.setAutoDefault(False)
        self.setIcon(icon("calendar-days"))
        self.setIconSize(QSize(16, 16))
        self.popup = _Popup(speech, self)
        self.popup.chosen.connect(self._take)
        self.clicked.connect(self._open)
        speech.changed.connect(self._speak)
        self._speak()

    def show_days(self, days: Days) -> None:
        """Say which days are shown."""
        self._days = days
        self._speak()

    def _take(self, days: Days) -> None:
        self.popup.hide()
        self.show_days(days)
        self.setFocus()
        self.chosen.emit(days)

    def _open(self) -> None:
        self.popup.show_days(self._days)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self.popup.show()

    def _speak(self) -> None:
        said = days_text(self._days, _today(), self._speech.words)
        self.setText(f" {said}")
        self.setAccessibleName(f"{self._speech.words.say('events_day')}: {said}")


class _Popup(QFrame):
    """Spans at the left, the calendar at the right; Shift and a click take all days up to there."""

    chosen = TypedSignal(Days)

    def __init__(self, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("surface", "raised")
        self._speech = speech
        self._anchor: dt.date | None = None
        self.spans = {span: SpokenButton(speech, f"events_day_{span}", kind="quiet", checkable=True) for span in SPANS}
        self.calendar = QCalendarWidget()
        self.calendar.setNavigationBarVisible(False)
        self.calendar.setFixedSize(_CALENDAR)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.calendar.currentPageChanged.connect(lambda *_: self._say_month())
        self.month = QLabel()
        self.month.setProperty("role", "ui")
        self.back = self._turner("chevron-left", self.calendar.showPreviousMonth)
        self.forth = self._turner("chevron-right", self.calendar.showNextMonth)
        for span, button in self.spans.items():
            button.clicked.connect(lambda _=False, span=span: self.chosen.emit(Days(span)))
        self._lay_out()
        speech.changed.connect(self._speak)
        self._speak()

    def show_days(self, days: Days) -> None:
        """Mark what is shown now."""
        for span, button in self.spans.items():
            button.setChecked(span == days.span)
        today = _today()
        ends = days.ends(today)
        self._anchor = None if ends is None else ends[0]
        shown = today if ends is None else ends[1]
        self._mark(ends)
        self.calendar.setMaximumDate(QDate(today.year, today.month, today.day))
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self._say_month()

    def _pick(self, date: QDate) -> None:
        day = dt.date(date.year(), date.month(), date.day())
        is_range = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.chosen.emit(Days.between(self._anchor, day) if is_range and self._anchor else Days.between(day, day))

    def _mark(self, ends: tuple[dt.date, dt.date] | None) -> None:
        """The days of the filter on their ground; the week's days all in one colour (Qt paints weekends red)."""
        theme, plain = current_theme(), QTextCharFormat()
        plain.setForeground(QColor(theme.text.primary))
        for weekday in Qt.DayOfWeek:
            self.calendar.setWeekdayTextFormat(weekday, plain)
        heading = QTextCharFormat()
        heading.setForeground(QColor(theme.text.tertiary))
        heading.setBackground(QColor(theme.surface.raised))
        self.calendar.setHeaderTextFormat(heading)
        self.calendar.setStyleSheet(
            f"QAbstractItemView {{ background: {theme.surface.raised}; color: {theme.text.primary};"
            f" selection-background-color: {theme.accent.base}; selection-color: {theme.accent.on}; outline: none; }}"
            f"QAbstractItemView:disabled {{ color: {theme.text.disabled}; }}"
        )
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())
        if ends is None:
            return
        inside = QTextCharFormat()
        inside.setBackground(QColor(theme.surface.selected))
        for number in range((ends[1] - ends[0]).days + 1):
            day = ends[0] + dt.timedelta(days=number)
            self.calendar.setDateTextFormat(QDate(day.year, day.month, day.day), inside)

    def _speak(self) -> None:
        korean = self._speech.words.language == "ko"
        self.calendar.setLocale(QLocale(QLocale.Language.Korean if korean else QLocale.Language.English))
        for part in (self.calendar, *self.calendar.findChildren(QTableView)):
            part.setAccessibleName(self._speech.words.say("events_day"))
        for button, code in ((self.back, "events_month_before"), (self.forth, "events_month_after")):
            button.setAccessibleName(self._speech.words.say(code))
            button.setToolTip(self._speech.words.say(code))
        self._say_month()

    def _say_month(self) -> None:
        shown = QDate(self.calendar.yearShown(), self.calendar.monthShown(), 1)
        korean = self._speech.words.language == "ko"
        self.month.setText(self.calendar.locale().toString(shown, "yyyy년 M월" if korean else "MMMM yyyy"))
        self.forth.setEnabled(shown.addMonths(1) <= self.calendar.maximumDate())

    def _turner(self, name: str, turn: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.clicked.connect(turn)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        for button in self.spans.values():
            column.addWidget(button)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        turning = QHBoxLayout()
        turning.addWidget(self.back)
        turning.addStretch(1)
        turning.addWidget(self.month)
        turning.addStretch(1)
        turning.addWidget(self.forth)
        right.addLayout(turning)
        right.addWidget(self.calendar)
        right.addWidget(SpokenLabel(self._speech, "events_day_hint", "caption", "secondary"))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 12)
        line.setSpacing(12)
        line.addLayout(column)
        line.addLayout(right)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
