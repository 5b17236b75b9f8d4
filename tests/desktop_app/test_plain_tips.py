"""Names and files of others in tooltips: what looks like HTML is shown as it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

import desktop_app
from desktop_app.events.columns import Column
from desktop_app.events.table_model import EventTableModel
from desktop_app.plain_tips import plain_note, plain_tip
from desktop_app.speech import Speech
from desktop_app.wall.visits_panel import VisitsModel
from tests.desktop_app.events.made_up import event

PICTURE = "Front <img src='x.png' width=400 height=300> door"


@pytest.mark.parametrize("text", ["Front door", PICTURE, "&lt;b&gt;", "<b>Minji</b>\nsecond  line", "a < b & c"])
def test_a_tip_shows_exactly_what_was_written(qtbot: QtBot, text: str) -> None:
    shown = QTextDocument()
    tip = plain_tip(text)
    if tip == text:
        assert "<" not in text
        return
    shown.setHtml(tip)
    assert shown.toPlainText() == text


def test_a_picture_in_a_name_does_not_blow_the_tip_up(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

    def height_of(text: str) -> int:
        QToolTip.showText(QPoint(5, 5), text, widget)
        tips = [each for each in QApplication.topLevelWidgets() if each.metaObject().className() == "QTipLabel"]
        shown = next(each for each in tips if isinstance(each, QLabel) and each.text() == text)
        return shown.sizeHint().height()

    assert height_of(PICTURE) >= 300, "Qt draws it: this is why the function is there"
    assert height_of(plain_tip(PICTURE)) < 100
    QToolTip.hideText()


def test_a_notification_holds_no_mark() -> None:
    assert plain_note(f"Watching {PICTURE}, Tom & Jerry's") == (
        "Watching Front ‹img src='x.png' width=400 height=300› door, Tom & Jerry's"
    )


def _tips(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_tip = node.func.attr == "setToolTip"
            is_shown = node.func.attr == "showText" and ast.unparse(node.func.value) == "QToolTip"
            if is_tip or is_shown:
                yield node


def _is_ours(text: ast.expr) -> bool:
    """Words of our own without anybody's figures, or made plain."""
    said = ast.unparse(text)
    is_word_and_key = said == "f'{word}  {key}'"
    return said.startswith("plain_tip(") or is_word_and_key or (".say(" in said and "=" not in said)


OWN_WORDS = {"rail.py", "full_bar.py", "stepper.py", "tile.py", "about_page.py", "status_bar.py", "tray.py"}
"""Tips of our own sentences and of the packages' licences, put together elsewhere in the file."""


def test_every_tip_is_of_our_own_words_or_made_plain() -> None:
    folder = Path(desktop_app.__file__).parent
    loose = [
        f"{file.relative_to(folder)}:{call.lineno} {ast.unparse(call)}"
        for file in sorted(folder.rglob("*.py"))
        if file.name not in OWN_WORDS
        for call in _tips(ast.parse(file.read_text(encoding="utf-8")))
        if not _is_ours(call.args[1 if len(call.args) > 2 else 0])
    ]
    assert loose == []


def test_rows_of_lists_have_plain_tips(qtbot: QtBot) -> None:
    visits = VisitsModel(Speech("en"), lambda _: None)
    visits.show_events((event(camera_name=PICTURE),))
    assert visits.index(0).data(Qt.ItemDataRole.ToolTipRole) == plain_tip(visits.index(0).data())
    assert PICTURE in visits.index(0).data()
    table = EventTableModel(Speech("en"))
    table.add(event(camera_name=PICTURE), is_wanted=True)
    assert table.index(0, Column.DOOR).data(Qt.ItemDataRole.ToolTipRole) == plain_tip(PICTURE)
    assert table.index(0, Column.DOOR).data() == PICTURE
