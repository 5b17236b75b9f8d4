"""The two dialogs of the frame: the keys of the screen, and what quitting stops."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel

_KEYS = (
    ("Ctrl+1", "window_live"),
    ("Ctrl+,", "window_key_settings"),
    ("← ↑ → ↓", "window_key_tiles"),
    ("L", "window_key_landmarks"),
    ("C", "window_key_curtain"),
    ("V", "window_key_panel"),
    ("Ctrl+Q", "window_key_quit"),
    ("F1", "window_key_help"),
)


class KeysDialog(QDialog):
    """What F1 shows."""

    def __init__(self, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(speech.words.say("window_keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(SpokenLabel(speech, "window_keys", "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        for row, (key, code) in enumerate(_KEYS):
            name = SpokenLabel(speech, tone="accent")
            name.setText(key)
            grid.addWidget(name, row, 0)
            grid.addWidget(SpokenLabel(speech, code), row, 1)
        column.addLayout(grid)
        close = SpokenButton(speech, "window_close")
        close.clicked.connect(self.accept)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)


class QuitDialog(QDialog):
    """Names the doors that nobody watches after quitting; accepted means quit."""

    def __init__(self, speech: Speech, doors: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(speech.words.say("window_quit_question"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(SpokenLabel(speech, "window_quit_question", "heading"))
        self.sentence = SpokenLabel(speech, role="body", tone="secondary")
        self.sentence.say("window_quit_more", doors=", ".join(doors))
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(380)
        column.addWidget(self.sentence)
        line = QHBoxLayout()
        line.addStretch(1)
        self.stay = SpokenButton(speech, "window_keep_watching", kind="primary")
        self.stay.clicked.connect(self.reject)
        self.leave = SpokenButton(speech, "window_quit")
        self.leave.clicked.connect(self.accept)
        line.addWidget(self.leave)
        line.addWidget(self.stay)
        column.addSpacing(8)
        column.addLayout(line)
        self.stay.setFocus()
