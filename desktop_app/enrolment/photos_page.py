"""Photos instead of a camera: drop them, see of each whether it was kept, else why not and what helps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel
from desktop_app.enrolment.photo_model import PhotoRow
from desktop_app.enrolment.question_bar import QuestionBar
from desktop_app.enrolment.samples_panel import Portrait
from desktop_app.enrolment.words import photo_reason
from desktop_app.painting.marks import pen
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.status_bar import SmallIcon

_THUMB_PX: Final = 56


class DropZone(QFrame):
    """Where photos are dropped; ``dropped`` carries them."""

    dropped = TypedSignal(QMimeData)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._is_over = False
        self.setAcceptDrops(True)
        self.files = SpokenButton(speech, "enrol_choose_photos", icon_name="image-plus")
        self.folder = SpokenButton(speech, "enrol_choose_folder", icon_name="folder-open")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(6)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(SmallIcon("images", "accent", 28), alignment=middle)
        column.addWidget(SpokenLabel(speech, "enrol_drop", "heading"), alignment=middle)
        more = SpokenLabel(speech, "enrol_drop_more", "caption", "secondary")
        more.setWordWrap(True)
        more.setAlignment(middle)
        column.addWidget(more)
        column.addSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.files)
        line.addWidget(self.folder)
        line.addStretch(1)
        column.addLayout(line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002, N802 - Qt's
        self._show_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's
        self._show_over(is_over=False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.accent.base if self._is_over else theme.line.control
        painter.setPen(pen(QColor(line), 1.5, dashes_px=(6, 5)))
        painter.setBrush(QColor(theme.surface.selected if self._is_over else theme.surface.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()

    def _show_over(self, *, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


class PhotoLine(QFrame):
    """One photo and what became of it."""

    def __init__(self, speech: Speech, row: PhotoRow) -> None:
        super().__init__()
        self._speech = speech
        self.row = row
        self.setProperty("surface", "card")
        self._thumb = Portrait(_THUMB_PX, 8)
        self._thumb.show_sample(row.draft)
        name = QLabel(row.file_name)
        name.setProperty("role", "ui")
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(plain_tip(row.file_name))
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 10, 14, 10)
        line.setSpacing(12)
        line.addWidget(self._thumb, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(name)
        for text in self._reasons():
            label = QLabel(text)
            label.setProperty("role", "caption")
            label.setProperty("tone", "secondary")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        words.addStretch(1)
        line.addLayout(words, stretch=1)
        line.addWidget(SmallIcon(*self._sign(), 16), alignment=Qt.AlignmentFlag.AlignVCenter)
        word = SpokenLabel(speech, self._state(), "ui", self._sign()[1])
        line.addWidget(word, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(". ".join([f"{row.file_name}: {word.text()}", *self._reasons()]))

    def _reasons(self) -> list[str]:
        return [photo_reason(reason, self._speech.words) for reason in self.row.reasons]

    def _state(self) -> str:
        if self.row.is_waiting:
            return "enrol_photo_waiting"
        return "enrol_photo_kept" if self.row.draft is not None else "enrol_photo_refused"

    def _sign(self) -> tuple[str, str]:
        if self.row.is_waiting:
            return "circle-dashed", "tertiary"
        return ("circle-check", "recognised") if self.row.draft is not None else ("eye-off", "poor_view")


class PhotosPage(QWidget):
    """A passive view; buttons and drops are the screen's to connect."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self.lines: tuple[PhotoLine, ...] = ()
        self.zone = DropZone(speech)
        self.question = QuestionBar(speech, "scale", "enrol_question_no")
        self.save = SpokenButton(speech, "enrol_save", kind="primary")
        self.discard = SpokenButton(speech, "enrol_discard", kind="danger-quiet")
        self.other_camera = SpokenButton(speech, "enrol_other_camera", icon_name="video")
        self._sum = SpokenLabel(speech, role="ui", tone="secondary")
        self._problem = SpokenLabel(speech, role="ui", tone="danger")
        self._problem.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._lay_out()
        speech.changed.connect(self._speak)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw every photo and what became of it."""
        self._model = model
        state = model.state
        self._show_rows(model.photos)
        kept = sum(row.draft is not None for row in model.photos)
        refused = sum(bool(row.reasons) for row in model.photos)
        self._sum.say("enrol_photos_sum" if model.photos else "", kept=kept, refused=refused)
        self.question.setVisible(state is not None and state.question is not None)
        if state is not None and state.question is not None:
            asked = self._speech.words.say_reason(state.question)
            self.question.ask(asked, "enrol_question_yes", person=model.name)
        self.save.setEnabled(model.can_save)
        self.save.say("enrol_saving" if model.is_busy else "enrol_save")
        if model.problem is not None:
            self._problem.say(model.problem.code, **model.problem.figures())
        self._problem.setVisible(model.problem is not None)

    def _show_rows(self, rows: tuple[PhotoRow, ...]) -> None:
        """Only what changed is built anew."""
        kept = {line.row: line for line in self.lines}
        lines = tuple(kept.pop(row) if row in kept else PhotoLine(self._speech, row) for row in rows)
        for gone in kept.values():
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        if lines != self.lines:
            for number, line in enumerate(lines):
                self._list.insertWidget(number, line)
            self.lines = lines

    def _speak(self) -> None:
        model = self._model
        if model is not None:
            self._show_rows(())
            self.show_model(model)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._sum)
        foot.addStretch(1)
        foot.addWidget(self.discard)
        foot.addWidget(self.other_camera)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.zone)
        column.addWidget(self.question)
        column.addWidget(area, stretch=1)
        column.addWidget(self._problem)
        column.addLayout(foot)
