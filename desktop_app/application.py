"""The composition root of the station: the only place that knows every part, and the order of start and stop.

Start: window on the screen, then the server in its own thread, then the models behind it. Stop (design.md 6): the
window goes, nobody can raise it any more, the station stops (see ``station``), the event loop ends.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.backends import (
    Backend,
    DemoBackend,
    HouseholdBackend,
    HouseholdOptions,
    fetch_models,
    household_preset,
)
from desktop_app.collecting import Collecting
from desktop_app.first_run.first_run_model import decoded, key_of
from desktop_app.instance import OnlyInstance, instance_name
from desktop_app.leaving import Leaving
from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.sleep import SleepGuard, means_here
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState, models_are_missing
from desktop_app.theme import apply_theme, theme_switch
from desktop_app.tray import Presence, mark_icon
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.focus_ring import FocusRings
from desktop_app.window.main_window import MainWindow
from offload_server.demo.options import DemoOptions
from resources.catalogue import LANGUAGES, Language, system_language

if TYPE_CHECKING:
    from desktop_app.first_run.first_run import FirstRun

logger = logging.getLogger(__name__)
SWITCH_INTERVAL_S = 0.001
"""Threads that hold the GIL give it up five times sooner than by default, so the window stutters less."""


@dataclass(frozen=True, slots=True)
class StationOptions:
    """How the station was started. ``language`` None: the household's, else the system's."""

    household: HouseholdOptions
    demo: DemoOptions
    language: Language | None = None
    starts_demo: bool = False
    welcomes: bool = True
    """Whether a household that has nobody yet is led through its first minutes."""


class Application(QObject):
    """One a process. ``run`` is the whole life of the station; tests call the parts."""

    def __init__(self, qt: QApplication, options: StationOptions, household: Backend | None = None) -> None:
        """``household`` replaces the first backend of the household, for tests."""
        super().__init__()
        self._qt = qt
        self._options = options
        self._first = household
        self._remembered = QSettings("munjigi", "station")
        self.speech = Speech(options.language or household_language(options.household.data) or system_language(), self)
        self.station = Station(self)
        self.instance = OnlyInstance(instance_name(options.household.data), self)
        self._dress()
        self.shelf = ModelShelf(options.household.weights_folder, self)
        folder = str(options.household.data)
        self.window = MainWindow(self.speech, self.station, self._remembered, folder, self.shelf)
        self._first_run: FirstRun | None = None
        self.presence = Presence(self.window, self.speech, self)
        self.sleep = SleepGuard(means_here(), self)
        self._rings = FocusRings(qt)
        self._is_quitting = False
        self._wire()

    @property
    def first_run(self) -> FirstRun:
        """The first minutes, made when they are first wanted: most households have theirs behind them."""
        if self._first_run is None:
            from desktop_app.first_run.first_run import FirstRun

            parts = (self.speech, self.station, self.window.ways, self.shelf)
            made = self._first_run = FirstRun(*parts, self._remembered, instance_name(self._options.household.data))
            made.setParent(self.window)
            made.hide()  # a child that was never hidden is shown with its window, over everything
            made.left.connect(self._welcomed)
            made.language_chosen.connect(self.window.choose_language)
        return self._first_run

    def take_place(self) -> bool:
        """Become the one station of this data folder; False when another one was raised instead."""
        if self._options.starts_demo:
            return True  # its folder is its own
        if self.instance.raises_another():
            return False
        if not self.instance.listen():
            logger.warning("a second start will not find this window")
        return True

    def begin(self) -> None:
        """Show the window, then start what runs behind it."""
        self.window.show()
        backend = self._demo() if self._options.starts_demo else (self._first or self._household())
        QTimer.singleShot(0, self, lambda: None if self._is_quitting else self.station.start(backend))

    def quit(self) -> None:
        """Stop in order; the event loop ends when everything has stopped. Harmless when called twice."""
        if self._is_quitting:
            return
        self._is_quitting = True
        self.window.close_for_good()
        self.instance.close()
        self.shelf.stop()
        self.presence.end()
        self.sleep.release()
        self.station.stop()

    def remember(self) -> None:
        """Write down what the window remembers, now."""
        self._remembered.sync()

    def act(self, name: str) -> None:
        """Do what a banner or a page offered."""
        match name:
            case "retry":
                self.station.switch(self._same())
            case "port":
                self._options = replace(self._options, household=replace(self._options.household, port=0))
                self.station.switch(self._household())
            case "fetch":
                self._fetch()
            case "preset":  # the household's own choice holds from now on, whatever the command line said
                self._options = replace(self._options, household=replace(self._options.household, preset=None))
                self.station.switch(self._household())
            case "first_steps":
                self._welcome()
            case "demo":
                self.station.switch(self._demo())
            case "lan_on" | "lan_off":
                self._open_to_network(name == "lan_on")
            case "end_demo" if self._options.starts_demo:
                self.quit()
            case "end_demo":
                self.station.switch(self._household())
            case _:
                logger.error("nobody knows how to %s", name)

    def _open_to_network(self, is_open: bool) -> None:
        """Remember it, and start the server anew: it then listens elsewhere."""

        def listen(choice: bool | None) -> None:
            self._options = replace(self._options, household=replace(self._options.household, insecure_lan=choice))
            self.station.switch(self._household())

        def failed(error: BaseException) -> None:
            logger.warning("whether the network may come in was not remembered: %s", error)
            self.window.ways.complain("camera_lan_not_remembered")
            listen(is_open)  # for this time at least

        bridge = self.station.bridge
        if bridge.is_attached and not self.station.state.is_demo:
            from offload_server.household.settings import change_settings
            from offload_server.trust.principals import LocalAdmin

            changing = bridge.call(change_settings, LocalAdmin(), bridge.house, {"insecure_lan": is_open})
            changing.then(lambda _: listen(None), failed)

    def _models_came(self, preset: str) -> None:
        """Start anew when what the engine lacked is there now."""
        state = self.station.state
        if models_are_missing(state.engine_trouble) and not state.is_demo and preset == self._preset():
            self.station.switch(self._household())

    def _started(self) -> None:
        """A household that has nobody yet is led through its first minutes; a demo never is."""
        bridge = self.station.bridge
        if self.station.state.is_demo:
            self.window.uncover()
        elif self._options.welcomes and not self._first_run_is_over():
            from offload_server.household.people import list_people
            from offload_server.trust.principals import LocalAdmin

            people = bridge.call(list_people, LocalAdmin(), bridge.house)
            people.then(lambda found: None if found else self._welcome())

    def _first_run_is_over(self) -> bool:
        if self._first_run is not None:
            return self._first_run.state.is_over
        return decoded(str(self._remembered.value(key_of(instance_name(self._options.household.data)), ""))).is_over

    def _welcome(self) -> None:
        self.window.cover(self.first_run)
        self.first_run.begin()

    def _welcomed(self, where: str) -> None:
        self.window.uncover()
        if where:
            self.window.ways.go(where)

    def _show_trouble(self, state: StationState) -> None:
        """What keeps the server from starting stands on the Live screen."""
        if state.phase is Phase.FAILED:
            self.window.uncover()

    def _preset(self) -> str:
        return household_preset(self._options.household)

    def _fetch(self) -> None:
        presets = ("standard", "demo") if self.station.state.is_demo else (self._preset(),)
        folder = self._options.household.weights_folder
        self.station.fetch(lambda: fetch_models(folder, presets), self._same())

    def _same(self) -> Backend:
        return self._demo() if self.station.state.is_demo else self._household()

    def _household(self) -> Backend:
        return HouseholdBackend(self._options.household)

    def _demo(self) -> Backend:
        return DemoBackend(replace(self._options.demo, language=self.speech.words.language))

    def _dress(self) -> None:
        theme = str(self._remembered.value("window/theme", "system"))
        apply_theme(self._qt, "dark" if theme == "dark" else "light" if theme == "light" else "system")
        self._qt.setWindowIcon(mark_icon())

    def _wire(self) -> None:
        self.window.choose_theme(str(self._remembered.value("window/theme", "system")))
        self.window.close_asked.connect(self.presence.keep_watching)
        self.window.quit_asked.connect(self.quit)
        self.window.ways.acted.connect(self.act)
        self.shelf.completed.connect(self._models_came)
        self.station.started.connect(self._started)
        self.station.state_changed.connect(self._show_trouble)
        self.window.language_chosen.connect(self._remember_language)
        self.instance.raise_asked.connect(self.window.come_forward)
        self.station.stopped.connect(self._qt.quit)
        self._qt.applicationStateChanged.connect(self.presence.came_back)
        self.station.report_changed.connect(self._stay_awake)
        self.sleep.changed.connect(self.window.show_wakefulness)

    def _stay_awake(self, report: WallReport) -> None:
        """Nobody watches while this PC sleeps."""
        self.sleep.keep_awake(report.live > 0, self.speech.words.say("frame_sleep_why"))

    def _remember_language(self, language: str) -> None:
        """The household speaks it from now on; a demo's household forgets everything anyway."""
        bridge = self.station.bridge
        if bridge.is_attached and not self.station.state.is_demo:
            from offload_server.household.settings import change_settings
            from offload_server.trust.principals import LocalAdmin

            bridge.call(change_settings, LocalAdmin(), bridge.house, {"language": language}).then(
                None, lambda error: logger.warning("the language was not remembered: %s", error)
            )


def run(  # noqa: RET503 - nothing comes after ``_leave``
    options: StationOptions, arguments: list[str], leaving: Leaving | None = None
) -> int:
    """Open the station and end the process when it has stopped; return 0 when another station was raised instead.

    ``leaving`` listens already, where the program began before this.
    """
    if leaving is None:
        leaving = Leaving()
        leaving.listen()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    qt = QApplication([arguments[0] if arguments else "munjigi"])
    qt.setApplicationName("munjigi")
    qt.setDesktopFileName("munjigi")
    qt.setQuitOnLastWindowClosed(False)
    collecting = Collecting(qt)
    collecting.begin()
    application = None if leaving.is_asked else Application(qt, options)
    if application is None or not application.take_place():
        return 0
    _quit_on_signals(application, leaving)
    _keep_what_stays(application.station, collecting)
    application.begin()
    code = qt.exec()
    application.remember()
    collecting.end()
    theme_switch(qt).clear_away()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Everything has stopped in order by now, and the process ends here: taking TensorFlow and the widgets apart piece
    by piece would keep it for another second. What may be left is a thread in the middle of importing TensorFlow, which
    cannot be broken off, has nothing to write, and would keep the process for up to 10 s.
    """
    left = [
        thread.name for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()
    ]
    if left:
        logger.info("left behind: %s", ", ".join(left))
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it may have gone
            stream.flush()
    os._exit(code)


def household_language(data: Path) -> Language | None:
    """What the household chose, read without the weight of the settings model; None when it did not choose."""
    try:
        chosen = tomllib.loads((data / "settings.toml").read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):
        return None  # a broken file is reported by the server, with its line
    return next((language for language in LANGUAGES if language == chosen), None)


def _quit_on_signals(application: Application, leaving: Leaving) -> None:
    """Ctrl-C and a polite kill stop in order. Python runs its handlers only while it runs: a timer wakes it."""
    leaving.then(lambda: QTimer.singleShot(0, application, application.quit))
    waker = QTimer(application)
    waker.setInterval(250)
    waker.timeout.connect(_wake)
    waker.start()


def _keep_what_stays(station: Station, collecting: Collecting) -> None:
    """The libraries of the networks are looked through once, not every two minutes."""
    was_ready = False

    def follow(state: StationState) -> None:
        nonlocal was_ready
        is_ready = state.engine is not None and state.engine.ready
        if is_ready and not was_ready:
            collecting.settle()
        was_ready = is_ready

    station.begun_anew.connect(collecting.stir)
    station.state_changed.connect(follow)


def _wake() -> None:
    """Python looks for signals between two byte codes; these are some."""
