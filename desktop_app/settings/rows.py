"""The rows of a settings page: a name, its consequence below, its control at the right (board settings)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenLabel

COLUMN_WIDTH_PX = 772
_LEAST_HEIGHT_PX = 64


class SettingRow(QWidget):
    """``show_consequence`` says something else below the name; ``complain`` says what is wrong, until then."""

    def __init__(self, speech: Speech, code: str, control: QWidget | None = None) -> None:
        """``code`` is the name's; its consequence has ``code`` with ``_more``."""
        super().__init__()
        self.setMinimumHeight(_LEAST_HEIGHT_PX)
        self._name = SpokenLabel(speech, code)
        self._more = SpokenLabel(speech, f"{code}_more", "caption", "secondary")
        self._wrong = SpokenLabel(speech, "", "caption", "danger")
        self._wrong.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 10, 0, 10)
        line.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        for label in (self._name, self._more, self._wrong):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        words.addStretch(1)
        line.addLayout(words, stretch=1)
        if control is not None:
            line.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
            if not control.accessibleName():
                _named_by(control, self._name, speech)

    def show_consequence(self, code: str, **figures: object) -> None:
        """What the present choice means."""
        self._wrong.hide()
        self._more.show()
        self._more.say(code, **figures)

    def show_text(self, text: str) -> None:
        """What the present choice means, made of several sentences already."""
        self._wrong.hide()
        self._more.show()
        self._more.setText(text)

    def complain(self, code: str, **figures: object) -> None:
        """What was wrong with the last change; the next consequence takes its place."""
        self._wrong.say(code, **figures)
        self._wrong.show()
        self._more.hide()

    def texts(self) -> tuple[str, str]:
        """The name, and what stands below it."""
        below = self._more if self._wrong.isHidden() else self._wrong
        return self._name.text(), below.text()


class Page(QFrame):
    """A card of rows with lines between them."""

    def __init__(self, *rows: QWidget) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setMaximumWidth(COLUMN_WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 6, 24, 6)
        column.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                column.addWidget(line_between())
            column.addWidget(row)


def line_between() -> QFrame:
    """A thin line in the colour of separators."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line


def _named_by(control: QWidget, label: SpokenLabel, speech: Speech) -> None:
    """Readers of the screen call a control as the row does, in the language of the moment."""

    def tell() -> None:
        control.setAccessibleName(label.text())
        if isinstance(control, QComboBox):
            control.view().setAccessibleName(label.text())

    speech.changed.connect(tell)
    tell()
