"""Settings in a real window with a real server: kept, refused where they stand, a recogniser changed knowingly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.backends import HouseholdOptions, household_preset
from desktop_app.settings.models_model import ModelsState, models_of
from desktop_app.settings.preset_dialog import PresetDialog
from desktop_app.settings.settings_screen import SettingsScreen
from desktop_app.sleep import Wakefulness
from desktop_app.station_state import Phase
from offload_server.household.consents import ConsentGiven
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.trust.principals import LocalAdmin
from pipeline.types import EngineStatus, Reason, TemplateSpace
from tests.desktop_app.conftest import StationMaker
from tests.desktop_app.settings.conftest import OPENFACE, make_small_store, small_manifest
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.faces import face, person

SFACE_SPACE = TemplateSpace("sface-2021dec", "1" * 64, "five-point-112", 1)
OPENFACE_SPACE = TemplateSpace("openface-nn4.small2.v1", "2" * 64, "nose-centred", 1)


class NamedEngine(FakeEngine):
    """Says that it is the recogniser of a preset."""

    def __init__(self, recogniser: str, space: TemplateSpace) -> None:
        super().__init__(space=space)
        self._recogniser = recogniser

    def status(self) -> EngineStatus:
        return replace(super().status(), recogniser=self._recogniser)


@pytest.fixture
def engine() -> FakeEngine:
    return NamedEngine("sface", SFACE_SPACE)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[HouseholdOptions]:
    """Which households' engines were made anew; each is of the preset that its settings name."""
    asked: list[HouseholdOptions] = []

    def make(options: HouseholdOptions) -> FakeEngine:
        asked.append(options)
        classic = household_preset(options) == "classic"
        return NamedEngine("openface", OPENFACE_SPACE) if classic else NamedEngine("sface", SFACE_SPACE)

    monkeypatch.setattr("desktop_app.backends.household_engine", make)
    return asked


@pytest.fixture
def running(make_station: StationMaker, qtbot: QtBot, tmp_path: Path) -> Application:
    """A station whose models are two small files that are not here yet."""
    application = make_station(weights=tmp_path / "weights")
    application.window.screen_named("settings", SettingsScreen)  # About knows all models of the program
    application.shelf._make_store = make_small_store
    application.shelf.state = ModelsState(models_of(small_manifest()))
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    qtbot.waitUntil(lambda: application.window.settings.general.name.text() == "Munjigi", timeout=20_000)
    application.window.show_screen("settings")
    return application


def _settings(application: Application) -> SettingsScreen:
    return application.window.settings


def _file(application: Application) -> str:
    file = application._options.household.data / "settings.toml"
    return file.read_text() if file.exists() else ""


async def _enrol(house: House, engine: FakeEngine, name: str) -> None:
    added = await add_person(LocalAdmin(), house, name, ConsentGiven(name, False, "2026-11"))
    engine.picture_answer = fake_observation("picture", faces=(face(person(1, engine.space)),))
    await enrol_picture(LocalAdmin(), house, added.id, b"a picture")


def _minji_enrols(application: Application, engine: FakeEngine, qtbot: QtBot) -> None:
    bridge = application.station.bridge
    bridge.call(_enrol, bridge.house, engine, "Minji")
    qtbot.waitUntil(lambda: "Minji" in application.station.report.names.values(), timeout=20_000)


def _dialog(application: Application, qtbot: QtBot) -> PresetDialog:
    def found() -> PresetDialog | None:
        dialogs = application.window.settings.findChildren(PresetDialog)
        return dialogs[-1] if dialogs else None

    qtbot.waitUntil(lambda: found() is not None, timeout=20_000)
    dialog = found()
    assert dialog is not None
    return dialog


def test_the_name_is_kept_when_it_was_entered_and_refused_where_it_stands(running: Application, qtbot: QtBot) -> None:
    general = _settings(running).general
    general.name.setFocus()
    general.name.selectAll()
    QTest.keyClicks(general.name, "The Kims")
    QTest.keyClick(general.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 'household_name = "The Kims"' in _file(running), timeout=20_000)
    general.name.setText("K\u202eim")
    QTest.keyClick(general.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "household_name" in general.name_texts()[1], timeout=20_000)
    assert general.name.property("invalid") == "true"
    general.name.setText("Kim")
    QTest.keyClick(general.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: general.name.property("invalid") == "false", timeout=20_000)


def test_how_long_pictures_are_kept_is_chosen_by_the_keyboard(running: Application, qtbot: QtBot) -> None:
    settings = _settings(running)
    settings.nav.entry("retention").click()
    box = settings.retention.snapshots
    qtbot.waitUntil(lambda: box.currentText() == "30 days", timeout=20_000)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: "snapshot_days = 7" in _file(running), timeout=20_000)
    running.speech.use("ko")
    assert box.currentText() == "7일"


@pytest.mark.usefixtures("made")
def test_another_recogniser_needs_its_models_says_who_enrols_again_and_then_starts_anew(
    running: Application, engine: FakeEngine, qtbot: QtBot, usb: Path, made: list[HouseholdOptions]
) -> None:
    _minji_enrols(running, engine, qtbot)
    settings = _settings(running)
    settings.nav.entry("recognition").click()
    qtbot.waitUntil(lambda: running.shelf.state.is_looked_at, timeout=20_000)
    settings.recognition.presets.button("classic").click()
    dialog = _dialog(running, qtbot)
    assert "Minji" in dialog.people.text()
    assert not dialog.use.isEnabled(), "its model is not here"
    assert settings.recognition.presets.button("standard").isChecked(), "nothing has changed yet"
    dialog.take_from(usb)
    qtbot.waitUntil(dialog.use.isEnabled, timeout=20_000)
    assert (running.shelf.folder / "openface.bin").read_bytes() == OPENFACE
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: running.window.status.texts()[3] == "OpenFace · classic", timeout=20_000)
    assert 'preset = "classic"' in _file(running)
    assert len(made) == 1
    qtbot.waitUntil(lambda: bool(running.station.report.to_enrol_again), timeout=20_000)
    assert running.window.wall.news.accessibleName().startswith("Some people have to enrol again. ")
    assert "Minji" in running.window.wall.news.accessibleName()


def test_a_fetch_that_fails_is_said_in_the_dialog_and_changes_nothing(
    running: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    running.shelf.look()
    qtbot.waitUntil(lambda: running.shelf.state.is_looked_at, timeout=20_000)
    _settings(running).recognition.presets.button("classic").click()
    dialog = _dialog(running, qtbot)
    assert dialog.people.text() == "Nobody has to enrol again."
    dialog.take_from(tmp_path / "nothing here")
    qtbot.waitUntil(dialog.problem.isVisible, timeout=20_000)
    assert "openface.bin" in dialog.problem.text()
    assert "munjigi-lab weights install classic" in dialog.by_hand.text()
    qtbot.waitUntil(dialog.fetch.isEnabled, timeout=20_000)
    assert not dialog.use.isEnabled()
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert "preset" not in _file(running)


def test_a_preset_of_the_command_line_ends_where_the_household_chooses(
    running: Application, qtbot: QtBot, made: list[HouseholdOptions]
) -> None:
    running._options = replace(running._options, household=replace(running._options.household, preset="classic"))
    running.act("preset")
    qtbot.waitUntil(lambda: running.window.status.texts()[3] == "SFace · standard", timeout=20_000)
    assert made[-1].preset is None


def test_models_that_came_start_a_blind_station_anew(
    running: Application, qtbot: QtBot, usb: Path, made: list[HouseholdOptions]
) -> None:
    missing = Reason.of("weight_missing", name="sface", file="sface.bin", folder="weights")
    engine = running.station.state.engine
    assert engine is not None
    running.station.state = replace(running.station.state, engine=replace(engine, ready=False, problem=missing))
    running.shelf.fetch("standard", usb)
    qtbot.waitUntil(lambda: len(made) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: running.station.state.phase is Phase.RUNNING, timeout=20_000)


def test_the_network_page_says_what_holds(running: Application) -> None:
    network = _settings(running).network
    assert network.texts()[0].startswith("127.0.0.1:")
    assert network.texts()[1].startswith("Off:")
    network.copy.click()
    assert QApplication.clipboard().text() == network.texts()[0]
    network.show_wakefulness(Wakefulness.REFUSED)
    assert "refused" in network.texts()[2]


def test_the_network_is_let_in_only_when_the_server_has_started_anew(running: Application, qtbot: QtBot) -> None:
    asked: list[str] = []
    running.window.ways.acted.disconnect()
    running.window.ways.acted.connect(asked.append)
    network = _settings(running).network
    QTest.mouseClick(network.lan, Qt.MouseButton.LeftButton)
    assert asked == ["lan_on"]
    assert not network.lan.isChecked()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_about_shows_every_model_with_licence_terms_and_hash(running: Application, language: str) -> None:
    running.speech.use(language)
    facts = _settings(running).about.models
    assert {"yunet", "landmarks-68", "sface", "openface"} <= set(facts)
    for name, fact in facts.items():
        terms, sha256 = fact.texts()
        assert len(sha256.removeprefix("SHA-256 ")) == 64, name
        assert any("가" <= letter <= "힣" for letter in terms) == (language == "ko"), name


def test_every_page_can_be_reached(running: Application) -> None:
    settings = _settings(running)
    for name in ("recognition", "retention", "network", "about", "general"):
        settings.open_about(name)
        assert settings.nav.entry(name).isChecked()


def test_how_strict_the_doors_are_is_chosen_with_what_it_means(
    running: Application, engine: FakeEngine, qtbot: QtBot
) -> None:
    settings = _settings(running)
    settings.nav.entry("recognition").click()
    box = settings.recognition.strictness
    qtbot.waitUntil(lambda: box.currentText() == "1 in 10,000 strangers", timeout=20_000)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: engine.false_match_rate == 1e-3, timeout=20_000)
    threshold = engine.threshold(1e-3).distance
    means = settings.recognition._threshold_row
    qtbot.waitUntil(lambda: f"distance {threshold:.2f} L2" in means.texts()[1], timeout=20_000)
    assert "1 stranger in 1,000" in means.texts()[1]
    assert "false_match_rate = 0.001" in _file(running)


@pytest.mark.usefixtures("made")
def test_the_posts_thresholds_are_offered_with_the_recogniser_of_2019(running: Application, qtbot: QtBot) -> None:
    settings = _settings(running)
    settings.nav.entry("recognition").click()
    box = settings.recognition.strictness
    assert not any("2019" in box.itemText(index) for index in range(box.count()))
    settings.recognition.show_preset("classic")
    qtbot.waitUntil(lambda: box.count() == 5, timeout=20_000)
    assert [box.itemText(index) for index in range(5) if "2019" in box.itemText(index)] == [
        "0.6 as in 2019 (1 in 1,900)",
        "0.7 as in 2019 (1 in 290)",
    ]
