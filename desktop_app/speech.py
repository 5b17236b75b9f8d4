"""The language of the window, changeable at any time, and the controls that speak it by themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_app.icons import icon
from resources.catalogue import Catalogue


class Speech(QObject):
    """One a window. ``changed`` comes after the language was changed; whoever shows a sentence makes it anew then."""

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = Catalogue(language)

    def use(self, language: str) -> None:
        """Speak ``language`` from now on."""
        if language != self.words.language:
            self.words = Catalogue(language)
            self.changed.emit()


class SpokenLabel(QLabel):
    """A label that shows the sentence of a code; ``role`` and ``tone`` as in the style sheet."""

    def __init__(
        self, speech: Speech, code: str = "", role: str = "ui", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._speech = speech
        self._code = code
        self._figures: dict[str, object] = {}
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def say(self, code: str, **figures: object) -> None:
        """Show another sentence."""
        if (code, figures) != (self._code, self._figures):
            self._code, self._figures = code, figures
            self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._speech.words.say(self._code, **self._figures) if self._code else "")


class SpokenButton(QPushButton):
    """A button with the word of a code, an icon, and the key that does the same in its tooltip."""

    def __init__(
        self, speech: Speech, code: str, *, kind: str = "", icon_name: str = "", key: str = "", checkable: bool = False
    ) -> None:
        super().__init__()
        self._speech = speech
        self._code = code
        self._key = key
        self.setProperty("kind", kind)
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        if icon_name:
            self.setIcon(icon(icon_name, "on_accent" if kind == "primary" else "primary"))
            self.setIconSize(QSize(16, 16))
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def say(self, code: str) -> None:
        """Show another word."""
        if code != self._code:
            self._code = code
            self.retranslate()

    def retranslate(self) -> None:
        word = self._speech.words.say(self._code)
        gap = "" if self.icon().isNull() else " "  # the style puts icon and word close together
        self.setText(f"{gap}{word}   {self._key}" if self._key else f"{gap}{word}")
        self.setAccessibleName(word)
