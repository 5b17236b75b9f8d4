"""The one window: rail, the screens that exist, status bar; closing it is not quitting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.sleep import Wakefulness
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState
from desktop_app.theme import THEME_CHOICES, ThemeChoice, apply_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.dialogs import KeysDialog, QuitDialog
from desktop_app.window.dim import Dim
from desktop_app.window.memory import WindowMemory
from desktop_app.window.rail import Rail, RailItem
from desktop_app.window.screen_stack import ScreenStack
from desktop_app.window.screens import SCREENS, Screen, keys_of, unsaved_in
from desktop_app.window.status_bar import StatusBar
from desktop_app.window.toasts import Toasts
from desktop_app.window.ways import Destination, Ways
from weights.folders import default_weights_folder

if TYPE_CHECKING:
    from desktop_app.settings.settings_screen import SettingsScreen
    from desktop_app.wall.wall_screen import WallScreen

_Kind = TypeVar("_Kind", bound=QWidget)
_SETTINGS = RailItem("settings", "window_settings", "settings", "Ctrl+,")
_MINIMUM = QSize(1024, 640)
_FIRST_SIZE = QSize(1280, 800)


class MainWindow(QMainWindow):
    """``close_asked`` comes instead of closing while doors are watched; ``quit_asked`` when quitting was confirmed.

    A screen is made when it is first shown or asked for; it then learns what the others were told before.
    """

    close_asked = Signal()
    quit_asked = Signal()
    language_chosen = TypedSignal(str)

    def __init__(
        self,
        speech: Speech,
        station: Station,
        remembered: QSettings,
        data_folder: str,
        shelf: ModelShelf | None = None,
    ) -> None:
        """``shelf`` None: the models that all households of this user share."""
        super().__init__()
        self._speech = speech
        self._station = station
        self._memory = WindowMemory(remembered)
        self._may_close = False
        self.ways = Ways(self)
        self.shelf = shelf or ModelShelf(default_weights_folder(), self)
        self._data_folder = data_folder
        self._wakefulness = Wakefulness.NOT_ASKED
        self.status = StatusBar(speech)
        self.rail = Rail(speech, tuple(entry.item for entry in SCREENS), (_SETTINGS,))
        self._screens = ScreenStack(self._makers(), self._greet)
        self._lay_out()
        self._wire()
        self._title()
        self.setMinimumSize(_MINIMUM)
        if not self._memory.place(self):
            self.resize(_FIRST_SIZE)
        self.show_screen(self._memory.screen_among(self._screens.names, "live"))

    def show_screen(self, name: str) -> None:
        """Bring a screen of the rail to the front."""
        self._screens.show_screen(name)
        self.rail.show_chosen(name)

    def cover(self, widget: QWidget) -> None:
        """Show ``widget`` in place of rail, screens and status bar."""
        if self._layers.indexOf(widget) < 0:
            self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)

    def uncover(self) -> None:
        """Show the screens again."""
        self._layers.setCurrentIndex(0)

    @property
    def is_covered(self) -> bool:
        return self._layers.currentIndex() != 0

    def screen_named(self, name: str, kind: type[_Kind]) -> _Kind:
        """The screen of that name, made if it was not; TypeError when it is no ``kind``."""
        found = self._screens.named(name)
        if not isinstance(found, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return found

    @property
    def wall(self) -> WallScreen:
        """The Live screen."""
        from desktop_app.wall.wall_screen import WallScreen

        return self.screen_named("live", WallScreen)

    @property
    def settings(self) -> SettingsScreen:
        from desktop_app.settings.settings_screen import SettingsScreen

        return self.screen_named("settings", SettingsScreen)

    @property
    def screens_made(self) -> tuple[str, ...]:
        """The names of the screens that exist by now."""
        return tuple(self._screens.made)

    @property
    def screen_shown(self) -> QWidget | None:
        """The screen in front."""
        return self._screens.currentWidget()

    def come_forward(self) -> None:
        """Show the window where it can be seen: a second start, the tray."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def doors_watched(self) -> tuple[str, ...]:
        """The names of the connected doors."""
        return tuple(door.name for door in self._station.report.doors if door.is_connected)

    def ask_to_quit(self) -> None:
        """Quit at once when nothing is watched and nothing lost, else name the doors and what is not saved first."""
        runs = self._station.state.phase is Phase.RUNNING
        doors = self.doors_watched() if runs and not self._station.state.is_demo else ()
        unsaved = next(filter(None, map(unsaved_in, self._screens.made.values())), "") if runs else ""
        if not doors and not unsaved:
            self.quit_asked.emit()
            return
        self.come_forward()
        dialog = QuitDialog(self._speech, doors, self, unsaved)
        dialog.accepted.connect(self.quit_asked.emit)
        dialog.open()

    def close_for_good(self) -> None:
        """Remember where the window stood, and close it."""
        self._screens.make_no_more()
        self._memory.keep(self, self._screens.shown, self._screens.made)
        self._may_close = True
        self.close()

    def choose_theme(self, choice: str) -> None:
        """Change the theme and remember it."""
        chosen = _theme_choice(choice)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, chosen)
        self._memory.keep_theme(chosen)
        if "settings" in self._screens.made:
            self.settings.show_theme(chosen)

    def choose_language(self, language: str) -> None:
        """Change the language."""
        self._speech.use(language)
        self.language_chosen.emit(language)

    def show_wakefulness(self, state: Wakefulness) -> None:
        """Whether this PC is kept awake."""
        self._wakefulness = state
        self.status.show_wakefulness(state)
        if "settings" in self._screens.made:
            self.settings.network.show_wakefulness(state)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._may_close:
            event.accept()
            return
        event.ignore()
        if self.doors_watched() and not self._station.state.is_demo:
            self.close_asked.emit()
        else:
            self.quit_asked.emit()

    def _show_state(self, state: StationState) -> None:
        if state.phase is Phase.STOPPING:
            self._screens.make_no_more()
        for screen in self._screens.made.values():
            cast("Screen", screen).show_state(state)
        self.status.show_state(state)

    def _show_report(self, report: WallReport) -> None:
        for screen in self._screens.made.values():
            cast("Screen", screen).show_report(report)
        self.status.show_report(report)

    # --- screens that come late

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        parts = (self._speech, self._station, self.ways)
        screens: dict[str, Callable[[], QWidget]] = {entry.item.name: partial(entry.make, *parts) for entry in SCREENS}
        return screens | {_SETTINGS.name: self._make_settings}

    def _make_settings(self) -> QWidget:
        from desktop_app.settings.settings_screen import SettingsScreen

        return SettingsScreen(self._speech, self._station, self.ways, self._data_folder, self.shelf)

    def _greet(self, name: str, screen: QWidget) -> None:
        """Tell a screen that was just made what it missed."""
        self._memory.recall_panel(name, screen)
        if name == "live":
            self._greet_wall(self.wall)
        elif name == _SETTINGS.name:
            self._greet_settings(self.settings)
        told = cast("Screen", screen)
        told.show_state(self._station.state)
        told.show_report(self._station.report)

    def _greet_wall(self, wall: WallScreen) -> None:
        self._station.started.connect(wall.load_visits)
        self._station.begun_anew.connect(wall.clear_visits)
        self._station.bridge.event_recorded.connect(wall.show_event)
        if self._station.bridge.is_attached:
            wall.load_visits()

    def _greet_settings(self, settings: SettingsScreen) -> None:
        settings.theme_chosen.connect(self.choose_theme)
        settings.language_chosen.connect(self.choose_language)
        settings.show_theme(_theme_choice(self._memory.theme))
        settings.network.show_wakefulness(self._wakefulness)

    # --- put together

    def _go(self, destination: Destination) -> None:
        self.show_screen(destination.screen)
        screen = self._screens.named(destination.screen)
        cast("Screen", screen).open_about(destination.about)

    def _wire(self) -> None:
        self._station.state_changed.connect(self._show_state)
        self._station.report_changed.connect(self._show_report)
        self._station.started.connect(self._screens.make_ahead)
        self.rail.chosen.connect(self.show_screen)
        self.ways.asked.connect(self._go)
        self._speech.changed.connect(self._title)
        self.ways.toasted.connect(self.toasts.show_toast)
        for item in (*(entry.item for entry in SCREENS), _SETTINGS):
            # The window's own: on X11 the shortcut of a button in the rail never comes.
            QShortcut(QKeySequence(item.key), self).activated.connect(self.rail.button(item.name).click)
        for key, act in (
            ("F1", self.show_keys),
            ("Ctrl+Q", self.ask_to_quit),
            ("Ctrl+Z", self.toasts.undo_newest),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self._show_state(self._station.state)

    def show_keys(self) -> None:
        """The keys of the screen in front."""
        screens = (*(entry.item for entry in SCREENS), _SETTINGS)
        KeysDialog(self._speech, keys_of(self.screen_shown), screens, self).open()

    def _title(self) -> None:
        self.setWindowTitle(self._speech.words.say("window_title"))

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._screens, stretch=1)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, stretch=1)
        column.addWidget(self.status)
        self._layers = QStackedWidget()
        self._layers.addWidget(centre)
        self.setCentralWidget(self._layers)
        self._dim = Dim(self)
        self.toasts = Toasts(self._speech, centre, self.status.height())


def _theme_choice(choice: str) -> ThemeChoice:
    return next((each for each in THEME_CHOICES if each == choice), "system")
