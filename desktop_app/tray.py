"""Where the station shows itself while its window is closed: in the tray, or in the title of a minimised window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_app.plain_tips import plain_note
from desktop_app.speech import Speech
from desktop_app.window.main_window import MainWindow
from desktop_app.window.rail import paint_mark


class Presence(QObject):
    """One a window. GNOME has no tray without an extension: there the window is minimised and its title says it."""

    def __init__(self, window: MainWindow, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._speech = speech
        self.tray = self._make_tray() if QSystemTrayIcon.isSystemTrayAvailable() else None

    def keep_watching(self) -> None:
        """The window goes, the doors stay watched, and it is said which."""
        doors = plain_note(", ".join(self._window.doors_watched()))
        line = self._speech.words.say("window_keeps_watching", doors=doors)
        if self.tray is not None:
            self._window.hide()
            self.tray.setToolTip(line)
            self.tray.showMessage(self._speech.words.say("window_title"), line)
        else:
            self._window.setWindowTitle(line)
            self._window.showMinimized()

    def came_back(self, state: Qt.ApplicationState) -> None:
        """The title is the window's own again."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._window.setWindowTitle(self._speech.words.say("window_title"))

    def end(self) -> None:
        """Take the icon away."""
        if self.tray is not None:
            self.tray.hide()

    def _make_tray(self) -> QSystemTrayIcon:
        tray = QSystemTrayIcon(mark_icon(), self)
        menu = QMenu(self._window)
        show, leave = menu.addAction(""), menu.addAction("")
        show.triggered.connect(self._window.come_forward)
        leave.triggered.connect(self._window.ask_to_quit)

        def speak() -> None:
            show.setText(self._speech.words.say("window_tray_show"))
            leave.setText(self._speech.words.say("window_quit"))

        self._speech.changed.connect(speak)
        speak()
        tray.setContextMenu(menu)
        tray.activated.connect(self._window.come_forward)
        tray.show()
        return tray


def mark_icon() -> QIcon:
    """Munjigi's mark, for the tray and the task bar."""
    picture = QPixmap(144, 144)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.scale(4, 4)
    paint_mark(painter)
    painter.end()
    return QIcon(picture)
