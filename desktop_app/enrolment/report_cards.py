"""The report's parts: the chart of all samples, a figure with what it means, the samples that were kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.enrolment.report_model import Chart, Figure, KeptGroup
from desktop_app.enrolment.sample_chart import CHART_HEIGHT_PX, ChartWords, paint_chart
from desktop_app.enrolment.samples_panel import Portrait
from desktop_app.enrolment.words import DIRECTION_CODES
from desktop_app.icons import icon_pixmap
from desktop_app.theme import current_theme
from desktop_app.window.status_bar import SmallIcon
from resources.catalogue import Catalogue

_KEPT_PX: Final = 49
_GROUP_GAP_PX: Final = 8
_CARD_EDGE_PX: Final = 18
_VALUE_SIZES_PX: Final = (26, 22, 18)
_GROUP_PX: Final = 3 * _KEPT_PX + 2 * 4 + _GROUP_GAP_PX


class ChartView(QWidget):
    """Every sample against everybody."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._words: ChartWords | None = None
        self.setFixedHeight(CHART_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart, words: Catalogue) -> None:
        self._chart, self._words = chart, chart_words(chart, words)
        inside = sum(mark.distance <= chart.threshold for mark in chart.marks if mark.sort.name == "OWN")
        heard = words.say("enrol_chart_heard", inside=inside, samples=chart.own, threshold=chart.threshold)
        self.setAccessibleName(heard)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(796, CHART_HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(360, CHART_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        if self._chart is not None and self._words is not None:
            painter = QPainter(self)
            paint_chart(painter, QRectF(self.rect()), self._chart, self._words, current_theme())
            painter.end()


def chart_words(chart: Chart, words: Catalogue) -> ChartWords:
    """The texts of a chart."""
    return ChartWords(
        threshold=words.say("strip_threshold", threshold=chart.threshold),
        own=words.say("enrol_chart_own", person=chart.name, samples=chart.own),
        others=words.say("enrol_chart_others"),
        look_alike=chart.look_alike,
        unit=words.say("enrol_chart_unit", unit=chart.unit),
        spare=words.say("enrol_chart_spare", spare=chart.spare) if chart.spare is not None else "",
    )


class FigureCard(QFrame):
    """One number, or that there is none yet."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._icon = QLabel()
        self._heading = _label("caption", "secondary")
        self._heading.setWordWrap(True)
        self.value = _label("display")
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._is_measured = False
        self.more = _label("caption", "secondary")
        self.more.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_CARD_EDGE_PX, 14, _CARD_EDGE_PX, 14)
        column.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._icon)
        line.addWidget(self._heading, stretch=1)
        column.addLayout(line)
        column.addWidget(self.value)
        column.addWidget(self.more)
        column.addStretch(1)

    def show_figure(self, figure: Figure, person: str, words: Catalogue) -> None:
        measured = figure.is_measured
        role = "recognised" if measured else "tertiary"
        self._icon.setPixmap(icon_pixmap(figure.icon, 16, role, self.devicePixelRatioF()))
        self._heading.setText(words.say(figure.heading, **{"person": person, **figure.figures}))
        self.value.setText(figure.number or words.say(figure.value or "enrol_value_none", **figure.figures))
        self._is_measured = measured
        self._fit_value()
        self.more.setText(words.say(figure.more, **{"person": person, **figure.figures}))
        self.setAccessibleName(f"{self._heading.text()}: {self.value.text()}, {self.more.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._fit_value()

    def _fit_value(self) -> None:
        """In a small window the number becomes smaller: half a number would be another number."""
        text = current_theme().text
        sizes = _VALUE_SIZES_PX if self._is_measured else _VALUE_SIZES_PX[-1:]
        room = self.width() - 2 * _CARD_EDGE_PX - 2
        fitting = (size for size in sizes if _width_at(self.value, size) <= room)
        colour = text.primary if self._is_measured else text.tertiary
        rules = f"font-size: {next(fitting, sizes[-1])}px; color: {colour};"
        if rules != self.value.styleSheet():
            self.value.setStyleSheet(rules)


class KeptSamples(QWidget):
    """The kept samples in groups by direction; those that do not fit go to the next line."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._lines: list[QWidget] = []
        self._shown: tuple[tuple[KeptGroup, ...], Catalogue, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_groups(self, groups: tuple[KeptGroup, ...], words: Catalogue) -> None:
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = groups, words, self._most
        self._lines = [_line(part, words) for part in _in_lines(groups, self._most)]
        for line in self._lines:
            self._column.addWidget(line)

    @property
    def _most(self) -> int:
        """Pictures that fit on a line, in threes."""
        return max(3, (self.width() + _GROUP_GAP_PX) // _GROUP_PX * 3)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        if self._shown is not None and self._shown[2] != self._most:
            self.show_groups(*self._shown[:2])


def _width_at(label: QLabel, size_px: int) -> int:
    face = QFont(label.font())
    face.setPixelSize(size_px)
    face.setWeight(QFont.Weight.Bold)
    return QFontMetrics(face).horizontalAdvance(label.text())


def _in_lines(groups: tuple[KeptGroup, ...], most: int) -> list[list[KeptGroup]]:
    """At most ``most`` pictures on a line; a group is never broken."""
    lines: list[list[KeptGroup]] = []
    taken = most
    for group in groups:
        if taken + len(group.samples) > most:
            lines.append([])
            taken = 0
        lines[-1].append(group)
        taken += len(group.samples)
    return lines


def _line(groups: list[KeptGroup], words: Catalogue) -> QWidget:
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(_GROUP_GAP_PX)
    for group in groups:
        column = QVBoxLayout()
        column.setSpacing(6)
        pictures = QHBoxLayout()
        pictures.setSpacing(4)
        for sample in group.samples:
            picture = Portrait(_KEPT_PX, 6)
            picture.show_sample(sample)
            pictures.addWidget(picture)
        pictures.addStretch(1)
        column.addLayout(pictures)
        name = QHBoxLayout()
        name.setSpacing(5)
        name.addWidget(SmallIcon("circle-check", "recognised", 14))
        label = _label("caption", "secondary")
        label.setText(words.say(DIRECTION_CODES[group.direction]))
        name.addWidget(label)
        name.addStretch(1)
        column.addLayout(name)
        line.addLayout(column)
    line.addStretch(1)
    return widget


def _label(role: str, tone: str = "") -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setProperty("tone", tone)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
