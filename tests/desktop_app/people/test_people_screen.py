"""Looking after people, in a real window on a real server and store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.people import people_screen
from desktop_app.people.erase_dialog import EraseDialog
from desktop_app.people.people_model import Household
from desktop_app.station_state import Phase
from desktop_app.window.ways import Destination
from offload_server.errors import StorageDamagedError
from offload_server.household.enrolment import list_samples
from offload_server.household.house import House
from offload_server.household.people import add_person, erase_person, get_person, list_people, rename_person
from offload_server.household.visits import record_decision
from offload_server.reasons import ServerReason
from pipeline.types import Reason, Verdict
from tests.desktop_app.people.conftest import Home
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision


def press(widget: QWidget | None, key: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def names(home: Home) -> list[str]:
    return [card.name for card in home.screen.view.cards.cards.cards]


def open_minji(home: Home) -> None:
    home.screen.open_about(home.minji.id)
    home.until(lambda: home.screen.view.panel.person_id == home.minji.id)


def undo(home: Home) -> None:
    home.come_forward()
    QTest.keyClick(home.station.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_cards_tell_samples_and_whom_somebody_is_like(home: Home) -> None:
    assert names(home) == ["Jiho", "Minji"]
    card = home.screen.view.cards.cards.card(1)
    assert card is not None
    assert card.figures.startswith("6 samples · usually 0.")
    assert card.seen == "Not seen yet"
    assert card.strip.threshold == pytest.approx(1.072, abs=0.001)
    assert home.screen.view.table.isVisible()
    table = home.screen.view.table.table
    assert table.accessibleDescription() == "Everybody is well apart."


def test_a_name_is_changed_in_place_and_back_by_undo(home: Home) -> None:
    open_minji(home)
    panel = home.screen.view.panel
    panel.name.pencil.click()
    assert panel.name.field.hasFocus()
    panel.name.field.setText("Kim Minji")
    press(panel.name.field, Qt.Key.Key_Return)
    home.until(lambda: "Kim Minji" in names(home))
    assert home.ask(get_person, home.minji.id).name == "Kim Minji"
    undo(home)
    home.until(lambda: "Minji" in names(home))


def test_escape_leaves_the_name_as_it_is(home: Home) -> None:
    open_minji(home)
    panel = home.screen.view.panel
    panel.name.edit()
    panel.name.field.setText("Somebody else")
    press(panel.name.field, Qt.Key.Key_Escape)
    assert not panel.name.is_edited
    assert panel.isVisible()
    assert home.ask(get_person, home.minji.id).name == "Minji"


def test_a_taken_name_is_refused_with_its_reason(home: Home) -> None:
    said: list[str] = []
    home.station.window.ways.toasted.connect(lambda toast: said.append(toast.code))
    open_minji(home)
    home.screen.view.panel.name.edit()
    home.screen.view.panel.name.field.setText("JIHO")
    press(home.screen.view.panel.name.field, Qt.Key.Key_Return)
    home.until(lambda: said == [ServerReason.NAME_TAKEN])
    assert home.ask(get_person, home.minji.id).name == "Minji"


def test_a_paused_person_is_recognised_by_no_door_until_resumed(home: Home, engine: FakeEngine) -> None:
    open_minji(home)
    panel = home.screen.view.panel
    assert len(engine.templates) == 2
    panel.pause.click()
    home.until(lambda: [each.person_id for each in engine.templates] == [home.jiho.id])
    home.until(lambda: panel.pause.accessibleName() == "Resume")
    card = home.screen.view.cards.cards.card(1)
    assert card is not None
    assert card.is_dimmed
    undo(home)
    home.until(lambda: len(engine.templates) == 2)
    home.until(lambda: panel.pause.accessibleName() == "Pause")


def test_a_sample_is_removed_by_key_and_put_back_by_undo(home: Home, engine: FakeEngine) -> None:
    open_minji(home)
    samples = home.screen.view.panel.samples
    home.until(lambda: samples.samples.rowCount() == 6)
    first = samples.samples.cell(0)
    assert first is not None
    samples.setFocus()
    press(samples, Qt.Key.Key_Home)
    home.until(lambda: samples.chosen == first)
    press(samples, Qt.Key.Key_Delete)
    home.until(lambda: samples.samples.rowCount() == 5)
    kept = [each.id for each in home.ask(list_samples, home.minji.id)]
    assert first.sample_id not in kept
    assert {each.person_id: each.sample_count for each in engine.templates}[home.minji.id] == 5
    press(samples, Qt.Key.Key_Delete)  # no sample is marked now
    undo(home)
    home.until(lambda: samples.samples.rowCount() == 6)
    assert not home.screen.findChildren(EraseDialog), "a key in the samples is never about the person"
    assert first.sample_id in [each.id for each in home.ask(list_samples, home.minji.id)]


def test_the_suggestion_says_its_effect_before_and_has_it_after(home: Home) -> None:
    open_minji(home)
    panel = home.screen.view.panel
    home.until(panel.suggestion.isVisible)
    assert panel.suggestion.accessibleName() == "Remove the doubtful one?"
    member = home.screen.member
    assert member is not None
    assert member.suggestion is not None
    promised = member.suggestion.after.usual_distance
    panel.suggestion.button.click()
    home.until(lambda: panel.samples.samples.rowCount() == 5 and not panel.suggestion.isVisible())
    changed = home.screen.member
    assert changed is not None
    assert changed.likeness is not None
    assert changed.likeness.usual_distance == pytest.approx(promised)


def erase_dialog(home: Home) -> EraseDialog:
    home.until(lambda: home.screen.findChildren(EraseDialog))
    return home.screen.findChildren(EraseDialog)[0]


def test_a_person_is_erased_by_keyboard_alone_and_only_by_name(home: Home, engine: FakeEngine) -> None:
    home.ask(record_decision, fake_decision(person_id=home.minji.id))
    cards = home.screen.view.cards
    cards.setFocus()
    press(cards, Qt.Key.Key_Home)
    press(cards, Qt.Key.Key_Right)
    home.until(lambda: home.screen.member is not None and home.screen.member.id == home.minji.id)
    press(cards, Qt.Key.Key_Delete)
    dialog = erase_dialog(home)
    said = [label.text() for label in dialog.findChildren(type(home.screen.view.unread.more))]
    assert "Erased: samples and their pictures: 6" in said
    assert "Kept without name and picture: events: 1" in said
    press(dialog.field, Qt.Key.Key_Return)
    assert not dialog.erase.isEnabled(), "not without the name"
    QTest.keyClicks(dialog.field, "minji")
    press(dialog.field, Qt.Key.Key_Return)
    home.until(lambda: names(home) == ["Jiho"])
    assert [each.id for each in home.ask(list_people)] == [home.jiho.id]
    assert [each.person_id for each in engine.templates] == [home.jiho.id]
    undo(home)
    assert [each.id for each in home.ask(list_people)] == [home.jiho.id], "there is no way back from an erasure"


def test_escape_keeps_the_person(home: Home) -> None:
    open_minji(home)
    home.screen.view.panel.erase.click()
    press(erase_dialog(home), Qt.Key.Key_Escape)
    home.until(lambda: not home.screen.findChildren(EraseDialog))
    assert len(home.ask(list_people)) == 2


def test_search_finds_by_any_part_of_the_name_and_escape_shows_all(home: Home) -> None:
    home.come_forward()
    QTest.keyClick(home.station.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = home.screen.view.search
    home.until(search.hasFocus)
    QTest.keyClicks(search, "MIN")
    assert names(home) == ["Minji"]
    press(search, Qt.Key.Key_Return)
    home.until(lambda: home.screen.view.panel.person_id == home.minji.id)
    search.setFocus()
    QTest.keyClicks(search, "xyz")
    assert home.screen.view.page is home.screen.view.nobody
    press(search, Qt.Key.Key_Escape)
    assert names(home) == ["Jiho", "Minji"]
    assert home.screen.view.cards.hasFocus()


def test_whoever_is_seen_or_renamed_elsewhere_is_shown_so(home: Home) -> None:
    home.ask(record_decision, fake_decision("v1", Verdict.UNCERTAIN, person_id=home.minji.id))
    cards = home.screen.view.cards.cards
    home.until(lambda: (card := cards.card(1)) is not None and card.seen == "Just now, uncertain")
    home.ask(rename_person, home.jiho.id, "Park Jiho")
    home.until(lambda: names(home) == ["Minji", "Park Jiho"])
    sua = home.ask(add_person, "Sua")
    home.screen.open_about(sua.id)  # before it was read that there is such a person
    home.until(lambda: home.screen.view.panel.person_id == sua.id)
    assert names(home) == ["Minji", "Park Jiho", "Sua"]


def test_other_screens_send_here_and_this_one_sends_to_enrolment(home: Home) -> None:
    asked: list[Destination] = []
    ways = home.station.window.ways
    ways.asked.disconnect()
    ways.asked.connect(asked.append)
    open_minji(home)
    home.screen.view.panel.add.click()
    home.screen.view.enrol.click()
    cards = home.screen.view.cards
    cards.setCurrentIndex(cards.cards.index(2))
    press(cards, Qt.Key.Key_Return)
    assert asked == [Destination("enrol", home.minji.id), Destination("enrol"), Destination("enrol")]


def test_in_a_small_window_the_panel_is_a_drawer(home: Home) -> None:
    window, view = home.station.window, home.screen.view
    window.resize(1024, 640)
    home.until(lambda: view.is_drawer)
    home.until(lambda: not view.panel.isVisible() or view.panel_button.isChecked())
    view.leave_panel()
    assert not view.panel.isVisible()
    view.cards.setFocus()
    press(view.cards, Qt.Key.Key_Home)
    press(view.cards, Qt.Key.Key_Return)
    home.until(view.panel.isVisible)
    assert view.panel.geometry().right() == view.rect().right()
    assert view.panel.close_button.isVisible()
    press(view.panel.samples, Qt.Key.Key_Escape)
    home.until(lambda: not view.panel.isVisible())
    assert view.cards.hasFocus()


def test_the_other_language_is_spoken_everywhere_at_once(home: Home) -> None:
    open_minji(home)
    home.station.window.choose_language("ko")
    card = home.screen.view.cards.cards.card(1)
    assert card is not None
    assert card.figures.startswith("표본 6장 · 평소 거리 0.")
    assert home.screen.view.panel.pause.accessibleName() == "일시 중지"
    cell = home.screen.view.panel.samples.samples.cell(0)
    assert cell is not None
    assert cell.label == "도움 됨"


def test_what_cannot_be_read_is_said_and_read_again_on_demand(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async def damaged(_house: House) -> Household:
        raise StorageDamagedError(Reason.of(ServerReason.STORAGE_DAMAGED, file="munjigi.sqlite3"))

    view = home.screen.view
    with monkeypatch.context() as patch:
        patch.setattr(people_screen, "read_household", damaged)
        home.screen.load()
        home.until(lambda: view.page is view.unread)
        assert "backup" in view.unread.more.text()
        assert not view.panel.isVisible()
    assert view.unread.button is not None
    view.unread.button.click()
    home.until(lambda: view.page is view.content)


def test_while_nothing_runs_the_screen_says_so_and_shows_nobody(home: Home) -> None:
    home.station.station.stop()
    view = home.screen.view
    home.until(lambda: view.page is view.down)
    assert not view.panel.isVisible()
    assert not view.search.isVisible()
    home.until(lambda: home.station.station.state.phase is Phase.STOPPED)


def test_before_anybody_is_enrolled_there_is_one_way_on(home: Home) -> None:
    for who in (home.minji, home.jiho):
        home.ask(erase_person, who.id)
    home.until(lambda: home.screen.view.page is home.screen.view.empty)
    assert home.screen.view.empty.button is not None
    assert home.screen.view.empty.button.isVisible()
    assert not home.screen.view.panel.isVisible()
