"""Beside the ring: who it is, how much is there, every kept sample (board enrol, right, 344)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel
from desktop_app.enrolment.faces_model import DirectionRow, quality_word, rows_of
from desktop_app.enrolment.sample_button import SampleButton
from desktop_app.enrolment.words import DIRECTION_CODES, camera_note, consent_line
from desktop_app.icons import paint_icon
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.still_picture import image_of
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.guided.states import Direction, DraftSample, GuidedState

PANEL_PX: Final = 344
_LABEL_PX: Final = 62
_ACROSS: Final = 3


class Portrait(QWidget):
    """A sample in a circle or a rounded square; a sign of a person before there is one."""

    def __init__(self, side_px: int, radius_px: float) -> None:
        super().__init__()
        self._radius = radius_px
        self._pixmap: QPixmap | None = None
        self._sample: DraftSample | None = None
        self.setFixedSize(QSize(side_px, side_px))

    def show_sample(self, sample: DraftSample | None) -> None:
        if sample is not self._sample:
            self._sample = sample
            self._pixmap = None if sample is None else QPixmap.fromImage(image_of(sample.picture))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(whole, self._radius, self._radius)
        painter.fillPath(outline, QColor(current_theme().surface.skeleton))
        if self._pixmap is None:
            side = whole.width() * 0.5
            at = QRectF((whole.width() - side) / 2, (whole.height() - side) / 2, side, side)
            paint_icon(painter, "user-round", at, "tertiary")
        else:
            painter.setClipPath(outline)
            painter.drawPixmap(whole, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()


class Meter(QWidget):
    """How much of the ring is there: 6 px, in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(6)

    def show_share(self, share: float) -> None:
        self._share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, colour in ((1.0, theme.surface.track), (self._share, theme.accent.base)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, 6), 3, 3)
        painter.end()


class _Row(QWidget):
    """One direction: its word, how many of three, the places."""

    def __init__(self, speech: Speech, direction: Direction, slots: int) -> None:
        super().__init__()
        self._speech = speech
        self.direction = direction
        self._word = QLabel()
        self._word.setProperty("role", "ui")
        self._count = QLabel()
        self._count.setProperty("role", "caption")
        self._count.setProperty("tone", "tertiary")
        self.buttons = tuple(SampleButton() for _ in range(slots))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(2)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._labels(), 0, 0, Qt.AlignmentFlag.AlignTop)
        for number, button in enumerate(self.buttons):
            grid.addWidget(button, number // _ACROSS, 1 + number % _ACROSS)
        grid.setColumnStretch(_ACROSS + 1, 1)

    def _labels(self) -> QWidget:
        labels = QWidget()
        labels.setFixedWidth(_LABEL_PX)
        column = QVBoxLayout(labels)
        column.setContentsMargins(0, 15, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._word)
        column.addWidget(self._count)
        return labels

    def show_row(self, row: DirectionRow, newest: DraftSample | None, *, animated: bool, mirrored: bool) -> None:
        words = self._speech.words
        colour = current_theme().accent.text if row.is_wanted else current_theme().text.primary
        self._word.setStyleSheet(f"color: {colour}; font-weight: {600 if row.is_wanted else 500};")
        word = words.say(DIRECTION_CODES[row.direction])
        self._word.setText(word)
        self._count.setText(f"{len(row.samples)} / {row.slots}")
        for number, button in enumerate(self.buttons):
            button.mirrored = mirrored
            sample = row.samples[number] if number < len(row.samples) else None
            button.show_sample(
                sample, is_next=number == row.next_slot, is_newest=sample is not None and sample is newest,
                animated=animated,
            )  # fmt: skip
            code = "enrol_sample" if sample is not None else "enrol_sample_open"
            quality = words.say(quality_word(sample.quality)) if sample is not None else ""
            button.setAccessibleName(words.say(code, direction=word, number=number + 1, quality=quality))
            button.setToolTip(words.say("enrol_remove") if sample is not None else "")


def _what_is_drawn(model: EnrolmentModel, state: GuidedState, language: str) -> tuple[object, ...]:
    kept = tuple(sample.id for sample in state.samples)
    asked = state.phase, state.wanted, state.directions, state.without_movement
    return kept, asked, model.name, model.consent, model.source, language, current_theme().name


class SamplesPanel(QFrame):
    """``remove_asked`` carries the id of the sample that is to go."""

    remove_asked = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self._rows: tuple[_Row, ...] = ()
        self._shown: frozenset[str] = frozenset()
        self._drawn: tuple[object, ...] = ()
        self.setFixedWidth(PANEL_PX)
        self._portrait = Portrait(36, 18)
        self._name = QLabel()
        self._name.setProperty("role", "heading")
        self._consent = QLabel()
        self._consent.setProperty("role", "caption")
        self._consent.setProperty("tone", "tertiary")
        self._meter = Meter()
        self._count = QLabel()
        self._count.setProperty("role", "ui")
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self._note.setProperty("tone", "secondary")
        self._note.setWordWrap(True)
        for label in (self._name, self._consent, self._count, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(5)
        self._lay_out()
        speech.changed.connect(self._speak)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw who it is and what was kept."""
        self._model = model
        state, words = model.state, self._speech.words
        if state is None:
            return
        drawn = _what_is_drawn(model, state, words.language)
        if drawn == self._drawn:
            return  # it is asked with every frame, and changes with every sample
        self._drawn = drawn
        self._portrait.show_sample(state.samples[0] if state.samples else None)
        self._name.setText(model.name)
        self._name.setToolTip(plain_tip(model.name))
        self._consent.setText(consent_line(model.consent, model.name, words))
        self._note.setText(camera_note(model, words))
        kept, total = len(state.samples), max(len(state.samples), state.wanted_total)
        self._meter.show_share(kept / total if total else 0.0)
        self._count.setText(words.say("enrol_kept_of", kept=kept, total=total))
        self._show_rows(rows_of(state), state.samples[-1] if state.samples else None, mirrored=model.is_mirrored)

    @property
    def buttons(self) -> tuple[SampleButton, ...]:
        """Every place, from the top."""
        return tuple(button for row in self._rows for button in row.buttons)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), QColor(current_theme().line.subtle))
        painter.end()

    def _speak(self) -> None:
        if self._model is not None:
            self.show_model(self._model)

    def _show_rows(self, rows: tuple[DirectionRow, ...], newest: DraftSample | None, *, mirrored: bool) -> None:
        wanted = [(row.direction, row.slots) for row in rows]
        animated = bool(self._rows)
        if wanted != [(row.direction, len(row.buttons)) for row in self._rows]:
            self._build(rows)
        for row, widget in zip(rows, self._rows, strict=True):
            is_new = newest is not None and newest.id not in self._shown
            widget.show_row(row, newest, animated=animated and is_new, mirrored=mirrored)
        self._shown = frozenset(sample.id for row in rows for sample in row.samples)

    def _build(self, rows: tuple[DirectionRow, ...]) -> None:
        for old in self._rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        made = []
        for number, row in enumerate(rows):
            widget = _Row(self._speech, row.direction, row.slots)
            for button in widget.buttons:
                button.removed.connect(lambda button=button: self._ask_removal(button))
            self._list.insertWidget(number, widget)
            made.append(widget)
        self._rows = tuple(made)

    def _ask_removal(self, button: SampleButton) -> None:
        if button.sample is not None:
            self.remove_asked.emit(button.sample.id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 2, 20, 16)
        column.setSpacing(0)
        column.addLayout(self._heading())
        column.addSpacing(10)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._meter, stretch=1)
        line.addWidget(self._count)
        column.addLayout(line)
        column.addSpacing(10)
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._list)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column.addWidget(area, stretch=1)
        column.addSpacing(8)
        column.addWidget(self._note_card())

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._portrait)
        line.addStrut(48)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._consent)
        words.addStretch(1)
        line.addLayout(words, stretch=1)
        return line

    def _note_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        line = QHBoxLayout(card)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(8)
        line.addWidget(SmallIcon("video", "secondary", 16), alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._note, stretch=1)
        return card
