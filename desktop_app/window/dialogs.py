"""The two dialogs of the frame: the keys of the screen, and what quitting stops."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.window.rail import RailItem

_EVERYWHERE = (
    ("Tab", "frame_key_focus"),
    ("Ctrl+Z", "frame_key_undo"),
    ("F1", "window_key_help"),
    ("Ctrl+Q", "window_key_quit"),
)


class KeysDialog(QDialog):
    """What F1 shows: the keys of the screen in front, then those that work on every screen."""

    def __init__(
        self, speech: Speech, own: tuple[tuple[str, str], ...], screens: tuple[RailItem, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._speech = speech
        self.setWindowTitle(speech.words.say("window_keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(20)
        groups = QHBoxLayout()
        groups.setSpacing(40)
        everywhere = (*((item.key, item.code) for item in screens), *_EVERYWHERE)
        for heading, keys in (("window_keys", own), ("frame_keys_everywhere", everywhere)):
            if keys:
                groups.addLayout(self._group(heading, keys))
        column.addLayout(groups)
        close = SpokenButton(speech, "window_close")
        close.clicked.connect(self.accept)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)

    def _group(self, heading: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.addWidget(SpokenLabel(self._speech, heading, "heading"), 0, 0, 1, 2)
        for row, (key, code) in enumerate(keys, 1):
            cap = QLabel(key)
            cap.setProperty("role", "key")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, row, 0, alignment=Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(SpokenLabel(self._speech, code), row, 1)
        grid.setRowStretch(len(keys) + 1, 1)
        grid.setColumnStretch(1, 1)
        return grid


class QuitDialog(QDialog):
    """Names the doors that nobody watches after quitting, and whose enrolment is lost; accepted means quit."""

    def __init__(self, speech: Speech, doors: tuple[str, ...], parent: QWidget, unsaved: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(speech.words.say("window_quit_question"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(SpokenLabel(speech, "window_quit_question", "heading"))
        self.sentence = SpokenLabel(speech, role="body", tone="secondary")
        self.lost = SpokenLabel(speech, role="body", tone="secondary")
        for label, code, figures in (
            (self.sentence, "window_quit_more" if doors else "", {"doors": ", ".join(doors)}),
            (self.lost, "enrol_quit_unsaved" if unsaved else "", {"person": unsaved}),
        ):
            label.say(code, **figures)
            label.setWordWrap(True)
            label.setMinimumWidth(380)
            label.setVisible(bool(code))
            column.addWidget(label)
        line = QHBoxLayout()
        line.addStretch(1)
        self.stay = SpokenButton(speech, "window_keep_watching" if doors else "enrol_go_on", kind="primary")
        self.stay.clicked.connect(self.reject)
        self.leave = SpokenButton(speech, "window_quit")
        self.leave.clicked.connect(self.accept)
        line.addWidget(self.leave)
        line.addWidget(self.stay)
        column.addSpacing(8)
        column.addLayout(line)
        self.stay.setFocus()
