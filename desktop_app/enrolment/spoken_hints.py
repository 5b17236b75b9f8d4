"""Hints read aloud by espeak-ng in a process of its own: nothing waits for it, and the newest hint wins."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QProcess, QStandardPaths, Signal

logger = logging.getLogger(__name__)
PROGRAM: Final = "espeak-ng"
_VOICES: Final = {"en": "en", "ko": "ko"}
_WORDS_A_MINUTE: Final = "150"
"""A little slower than espeak-ng's own 175: who turns their head listens with half an ear."""
_KILL_MS: Final = 1_000


class SpokenHints(QObject):
    """One a screen. ``failed`` comes once when the program is there but cannot speak."""

    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._waiting: tuple[str, str] | None = None
        self._last = ""
        self.is_on = False

    @staticmethod
    def is_installed() -> bool:
        """Whether there is anybody to speak."""
        return bool(QStandardPaths.findExecutable(PROGRAM))

    def switch(self, *, on: bool) -> None:
        """Begin or stop speaking."""
        self.is_on = on
        self._last = ""
        if not on:
            self.stop()

    def hear(self, sentence: str, language: str) -> None:
        """Speak ``sentence`` if hints are spoken and it is a new one."""
        if self.is_on and sentence and sentence != self._last:
            self._last = sentence
            self.speak(sentence, language)

    def speak(self, sentence: str, language: str) -> None:
        """Speak now; what was being said is cut off."""
        self._waiting = (sentence, language)
        if self._process is not None:
            self._process.kill()  # its end begins the waiting sentence
        else:
            self._begin()

    def stop(self) -> None:
        """Be silent; the child process ends."""
        self._waiting = None
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Be silent and wait for the child, for the end of the window."""
        self.stop()
        process = self._process
        if process is not None:
            process.waitForFinished(_KILL_MS)

    def _begin(self) -> None:
        program = QStandardPaths.findExecutable(PROGRAM)
        waiting, self._waiting = self._waiting, None
        if waiting is None or not program:
            return
        sentence, language = waiting
        process = QProcess(self)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broke)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        self._process = process
        voice = _VOICES.get(language, "en")
        process.start(program, ["-v", voice, "-s", _WORDS_A_MINUTE, "--stdin"])  # no sentence in the list of processes
        process.write(sentence.encode())
        process.closeWriteChannel()

    def _ended(self) -> None:
        self._forget()
        self._begin()

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            logger.info("%s is there but does not start", PROGRAM)
            self._forget()
            self.is_on = False
            self.failed.emit()

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
