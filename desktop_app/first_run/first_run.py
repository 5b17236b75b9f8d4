"""The card of the first minutes: steps at the left, one page at the right, three ways on below (board first-run).

It asks the station and the household through the bridge like any screen; nothing waits on the GUI thread.
"""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QRectF, QSettings, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.first_run.camera_step import CameraStep
from desktop_app.first_run.first_run_model import STEPS, FirstRunState, Step, decoded, key_of
from desktop_app.first_run.household_step import HouseholdStep
from desktop_app.first_run.language_step import LanguageStep
from desktop_app.first_run.models_step import ModelsStep
from desktop_app.first_run.person_step import PersonStep
from desktop_app.first_run.step_list import StepList
from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.settings.settings_model import HouseholdSettings, change_household, read_household
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station import Station, reason_of
from desktop_app.station_state import StationState
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.ways import Ways

logger = logging.getLogger(__name__)
_CARD_PX: Final = (960, 600)


class FirstRun(QWidget):
    """``left`` says that the usual window comes now: "" as it was, "enrol" to enrol somebody.

    ``language_chosen`` is the window's affair; ``ways.acted`` gets what the station has to do.
    """

    left = TypedSignal(str)
    language_chosen = TypedSignal(str)

    def __init__(  # noqa: PLR0917 - the parts of a screen, and where it remembers how far it came
        self, speech: Speech, station: Station, ways: Ways, shelf: ModelShelf, remembered: QSettings, household: str
    ) -> None:
        super().__init__()
        self._speech, self._station, self._ways = speech, station, ways
        self._remembered, self._key = remembered, key_of(household)
        self.state = decoded(str(remembered.value(self._key, "")))
        self.language = LanguageStep(speech)
        self.household = HouseholdStep(speech)
        self.models = ModelsStep(speech, shelf)
        self.camera = CameraStep(speech)
        self.person = PersonStep(speech)
        self._pages = (self.language, self.household, self.models, self.camera, self.person)
        self.list = StepList(speech)
        self.back = SpokenButton(speech, "first_run_back", kind="quiet")
        self.close_now = SpokenButton(speech, "first_run_close", kind="quiet")
        self.later = SpokenButton(speech, "first_run_later", kind="quiet")
        self.next = SpokenButton(speech, "first_run_next_household", kind="primary")
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire(shelf)
        self.show_state(station.state)
        self.show_report(station.report)
        if station.bridge.is_attached:  # it came after the server
            self._started()
        self._show()

    # --- what the window tells

    def begin(self) -> None:
        """It was brought to the front: go on where it was left."""
        if self.state.is_over:
            self._become(self.state.at(self.state.step))
        self._show()

    def show_state(self, state: StationState) -> None:
        self.camera.show_state(state)

    def show_report(self, report: WallReport) -> None:
        self.camera.show_report(report)
        self.person.show_report(report)
        self._show_list()

    # --- steps

    def go_on(self) -> None:
        """This step is done; what was entered is kept first, and refused here when it cannot be."""
        name = self.household.entered() if self.state.step is Step.HOUSEHOLD else None
        bridge = self._station.bridge
        if name is not None and bridge.is_attached:
            call = bridge.call(change_household, bridge.house, {"household_name": name})
            call.then(self._named, lambda error: self.household.complain(reason_of(error)))
        elif self.state.is_last:
            self.finish("")
        else:
            self._become(self.state.completed())

    def skip(self) -> None:
        """Another time."""
        if self.state.is_last:
            self.finish("")
        else:
            self._become(self.state.skipped())

    def go_to(self, step: str) -> None:
        """Any step, by its name."""
        self._become(self.state.at(Step(step)))

    def finish(self, where: str) -> None:
        """Close it; it does not come by itself any more."""
        self._remember(self.state.completed().closed() if where else self.state.closed())
        self.left.emit(where)

    def _named(self, household: HouseholdSettings) -> None:
        self.household.name.setModified(False)
        self._take_household(household)
        self._become(self.state.completed())

    def _take_household(self, household: HouseholdSettings) -> None:
        self.household.show_name(household.household_name)
        self._show_list()

    def _became_step(self) -> None:
        page = self._pages[self.state.number]
        if self.state.step is Step.CAMERA:
            self._find_webcams()
        wants = page.begin()
        if self.isVisible():
            (wants or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _become(self, state: FirstRunState) -> None:
        self._remember(state)
        self._show()

    def _remember(self, state: FirstRunState) -> None:
        self.state = state
        self._remembered.setValue(self._key, state.encoded())

    def show_steps(self, state: FirstRunState) -> None:
        """Stand at another step, and remember nothing of it."""
        self.state = state
        self._show()

    def _show(self) -> None:
        self._stack.setCurrentIndex(self.state.number)
        self.back.setVisible(not self.state.is_first)
        self.later.setVisible(not self.state.is_last and not self.state.is_first)
        following = "finish" if self.state.is_last else STEPS[self.state.number + 1].value
        self.next.say(f"first_run_next_{following}")
        self._fill(self.next, is_filled=not self.state.is_last)  # the last page has a filled button of its own
        self._show_list()
        QTimer.singleShot(0, self, self._became_step)  # the page has to be visible before it takes the focus

    @staticmethod
    def _fill(button: SpokenButton, *, is_filled: bool) -> None:
        """One filled button a view (board.md 1)."""
        kind = "primary" if is_filled else ""
        if button.property("kind") != kind:
            button.setProperty("kind", kind)
            button.style().unpolish(button)
            button.style().polish(button)

    def _show_list(self) -> None:
        notes = {step: page.note() for step, page in zip(STEPS, self._pages, strict=True)}
        self.list.show_state(self.state, notes)

    # --- the household, cameras

    def _started(self) -> None:
        bridge = self._station.bridge
        bridge.call(read_household, bridge.house).then(self._take_household)
        if self.isVisible() and self.state.step is Step.CAMERA:
            self._find_webcams()

    def _find_webcams(self) -> None:
        bridge = self._station.bridge
        if bridge.is_attached and not self._station.state.is_demo:
            bridge.call(bridge.local_cameras.webcams).then(self.camera.show_webcams, self._no_webcams)

    def _use_webcam(self, index: int) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            self.camera.show_opening()
            name = self._speech.words.say("first_run_webcam_name")
            opening = bridge.call(bridge.local_cameras.open_webcam, index, name, keep=True)
            opening.then(lambda _: self.go_on(), lambda error: self.camera.complain(reason_of(error)))

    def _no_webcams(self, error: BaseException) -> None:
        logger.warning("the webcams could not be listed: %s", error)
        self.camera.show_webcams(())

    # --- put together

    def _wire(self, shelf: ModelShelf) -> None:
        self.list.chosen.connect(self.go_to)
        self.back.clicked.connect(lambda: self._become(self.state.back()))
        self.later.clicked.connect(self.skip)
        self.next.clicked.connect(self.go_on)
        self.close_now.clicked.connect(lambda: self.finish(""))
        self.language.chosen.connect(self.language_chosen.emit)
        self.household.name.returnPressed.connect(self.go_on)
        self.camera.webcam_asked.connect(self._use_webcam)
        self.camera.lan_asked.connect(lambda on: self._ways.acted.emit("lan_on" if on else "lan_off"))
        self.camera.demo_asked.connect(lambda _: self._ways.acted.emit("demo"))
        self.person.enrol_asked.connect(lambda _: self.finish("enrol"))
        shelf.changed.connect(lambda _: self._show_list())
        self._speech.changed.connect(self._show_list)
        self._station.started.connect(self._started)
        self._station.state_changed.connect(self.show_state)
        self._station.report_changed.connect(self.show_report)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: self.finish(""))

    def _lay_out(self) -> None:
        card = _Card()
        card.setFixedSize(*_CARD_PX)
        for page in self._pages:
            self._stack.addWidget(_scrolling(page))
        for button in (self.back, self.close_now, self.later, self.next):
            button.setProperty("extent", "large")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.back, self.close_now):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.later, self.next):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setContentsMargins(40, 40, 40, 28)
        right.setSpacing(12)
        right.addWidget(self._stack, stretch=1)
        right.addLayout(buttons)
        across = QHBoxLayout(card)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        across.addWidget(self.list)
        across.addLayout(right, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, alignment=Qt.AlignmentFlag.AlignCenter)


class _Card(QFrame):
    """The ground of the card: round corners, a thin line."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line.subtle), 1))
        painter.setBrush(QColor(theme.surface.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14)
        painter.end()


def _scrolling(page: QWidget) -> QScrollArea:
    """A longer language or a larger font must not push the buttons out."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
