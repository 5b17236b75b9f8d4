"""What a person at the window does in an enrolment, and what they see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.enrolment.enrol_screen import EnrolScreen
from desktop_app.enrolment.enrolment_model import EnrolmentModel, Step
from offload_server.household.cameras import admit_camera
from offload_server.household.guided.session import GuidedEnrolment
from offload_server.household.guided.states import GuidedState
from offload_server.household.house import House
from offload_server.household.people import list_people
from offload_server.household.records import PersonRecord
from offload_server.trust.principals import CameraOfThisMachine, LocalAdmin
from pipeline.types import CameraId
from tests.fakes.engine import FakeEngine
from tests.offload_server.household.guided.scenes import MINJI, POSES, Door, Person

_SLOW_MS = 10_000


async def _connect(house: House, name: str) -> CameraId:
    admitted = await admit_camera(CameraOfThisMachine(), house, name, None)
    house.views.connected(admitted.camera.id)
    return admitted.camera.id


async def people_of(house: House) -> tuple[PersonRecord, ...]:
    return await list_people(LocalAdmin(), house)


async def _turn(house: House, camera_id: CameraId, session: GuidedEnrolment, directions: tuple[str, ...]) -> None:
    """Somebody who looks in each of these directions for a while."""
    door, who = Door(house, camera_id, session), Person(MINJI)
    for direction in directions:
        await door.show_for(2.5, who, POSES[direction])


class Hands:
    """What a person at the window does, and what they see."""

    def __init__(self, application: Application, qtbot: QtBot, engine: FakeEngine) -> None:
        self.application = application
        self.qtbot = qtbot
        self.engine = engine
        self.screen = application.window.screen_named("enrol", EnrolScreen)

    @property
    def model(self) -> EnrolmentModel:
        return self.screen.flow.model

    @property
    def state(self) -> GuidedState:
        assert self.model.state is not None
        return self.model.state

    @property
    def session(self) -> GuidedEnrolment:
        assert self.screen.flow._session is not None
        return self.screen.flow._session

    def ask(self, function: Callable[..., object], *args: object) -> object:
        """Run something on the server's loop and wait for the answer."""
        bridge = self.application.station.bridge
        got: list[object] = []
        bridge.call(function, bridge.house, *args).then(got.append)  # type: ignore[arg-type]
        self.qtbot.waitUntil(lambda: bool(got), timeout=_SLOW_MS)
        return got[0]

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=_SLOW_MS)

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.application.window, key)

    def come(self) -> None:
        window = self.application.window
        window.activateWindow()
        self.wait(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        self.wait(self.screen.person.isVisible)
        self.wait(lambda: self.model.text is not None)

    def person_and_consent(self, name: str = "Minji") -> None:
        self.screen.person.name.setFocus()
        QTest.keyClicks(self.screen.person.name, name)
        QTest.keyClick(self.screen.person.name, Qt.Key.Key_Return)
        assert self.screen.consent.isVisible()
        self.click(self.screen.consent.agree)
        assert self.screen.camera.isVisible()

    def at_the_door(self) -> CameraId:
        camera_id = CameraId(str(self.ask(_connect, "Front door")))
        self.come()
        self.person_and_consent()
        self.wait(lambda: bool(self.screen.camera.cards) and self.screen.camera.cards[0].isEnabled())
        self.click(self.screen.camera.cards[0])
        self.wait(lambda: self.model.step is Step.FACES)
        return camera_id

    def turn(self, camera_id: CameraId, *directions: str) -> None:
        self.ask(_turn, camera_id, self.session, directions)
