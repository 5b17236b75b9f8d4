"""How the People screen is laid out: a passive view; ``people_screen`` tells it what to show."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.people.cards_view import CardsView
from desktop_app.people.detail_panel import WIDTH_PX, DetailPanel
from desktop_app.people.likeness_grid import likeness_grid
from desktop_app.people.likeness_table import LikenessCard
from desktop_app.people.notice import Notice, Skeleton
from desktop_app.people.people_model import Household, Member
from desktop_app.people.person_words import Teller, person_card
from desktop_app.people.pictures import SamplePictures
from desktop_app.people.search_field import SearchField
from desktop_app.speech import Speech, SpokenButton
from desktop_app.window.top_bar import TopBar

_PANEL_NEEDS_PX: Final = 1_000
"""Below this width of the screen the panel is a drawer over the cards (board.md 2)."""


class PeopleView(QWidget):
    """Cards and table in the middle, one person at the right - beside them, or as a drawer over them.

    ``search_changed`` after each letter.
    """

    search_changed = Signal()

    def __init__(self, speech: Speech, pictures: SamplePictures) -> None:
        super().__init__()
        self._speech = speech
        self._has_member = False
        self.search = SearchField(speech)
        self.enrol = SpokenButton(speech, "people_enrol", kind="primary", icon_name="user-round-plus")
        self.panel_button = SpokenButton(speech, "people_panel", kind="quiet", icon_name="panel-right", checkable=True)
        self.top_bar = TopBar(speech, "people_title", (self.search, self.panel_button, self.enrol))
        self.cards = CardsView(speech, pictures)
        self.table = LikenessCard(speech, pictures)
        self.panel = DetailPanel(speech, pictures)
        self.empty = Notice(
            speech, "users-round", "people_empty", "people_empty_more", ("people_enrol", "user-round-plus")
        )
        self.nobody = Notice(speech, "search", "")
        self.down = Notice(speech, "users-round", "people_down")
        self.unread = Notice(speech, "triangle-alert", "people_unread", "", ("window_try_again", ""))
        self.skeleton = Skeleton(speech)
        self.content = QScrollArea()
        self._pages = QStackedWidget()
        self._body = QWidget()
        self._outer = QVBoxLayout(self)
        self._lay_out()
        self._wire()
        self._speak()

    @property
    def is_drawer(self) -> bool:
        """Whether there is no room for the panel beside the cards."""
        return self.width() < _PANEL_NEEDS_PX

    @property
    def page(self) -> QWidget | None:
        """What is shown in the middle."""
        return self._pages.currentWidget()

    def show_people(self, household: Household, member: Member | None, teller: Teller) -> None:
        """Draw who is found, and ``member`` in the panel."""
        found = household.matching(self.search.text())
        cards = tuple(person_card(each, household, teller) for each in found)
        self.cards.cards.show_cards(cards, has_place=not self.search.text())
        self.cards.choose(member.id if member is not None else None)
        self.table.show_grid(likeness_grid(household, teller.words))
        people = len(household.members)
        code = "people_count_one" if people == 1 else "people_count"
        self.top_bar.say(code if people else "", people=people, samples=household.sample_count)
        self.nobody.title.say("people_nobody_found", text=self.search.text().strip())
        page = self.content if found else self.nobody if people else self.empty
        self.show_member(household, member, teller)
        self.show_page(page)

    def show_member(self, household: Household, member: Member | None, teller: Teller) -> None:
        """Draw one person in the panel; without one there is no panel."""
        self._has_member = member is not None
        if member is not None:
            self.panel.show_member(member, household, teller)
        self._place_panel()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the middle; only those with cards have search and panel."""
        before = self.page
        self._pages.setCurrentWidget(page)
        has_people = page in {self.content, self.nobody}
        self.search.setVisible(has_people)
        self.enrol.setVisible(has_people)
        if not has_people:
            self.top_bar.say("")
        self._place_panel()
        if before is self.skeleton and page is self.content:
            self.focus_cards()

    def focus_cards(self) -> None:
        """Give the cards the keys, unless something else was chosen: Qt itself would pick the search field."""
        if self.window().focusWidget() in {None, self.search}:
            self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._place_panel()

    def leave_panel(self) -> None:
        """Close the drawer; the keys go back to the cards."""
        self.panel_button.setChecked(False)
        self.cards.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place_panel(self) -> None:
        has_panel = self._has_member and self.page in {self.content, self.nobody}
        is_drawer = self.is_drawer
        self.panel_button.setVisible(has_panel and is_drawer)
        is_open = has_panel and (not is_drawer or self.panel_button.isChecked())
        self.panel.show_as_drawer(is_drawer)
        self.panel.setVisible(is_open)
        self._outer.activate()  # the body's size is that of the new window, not of the one before
        room = self._body.rect()
        self.panel.setGeometry(room.width() - WIDTH_PX, 0, WIDTH_PX, room.height())
        self.panel.raise_()
        beside = WIDTH_PX if is_open and not is_drawer else 0
        self._pages.setGeometry(0, 0, room.width() - beside, room.height())

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _speak(self) -> None:
        words = self._speech.words
        self.cards.setAccessibleName(words.say("people_list"))
        self.table.table.setAccessibleName(words.say("people_table"))

    def _wire(self) -> None:
        self.search.textChanged.connect(lambda _: self.search_changed.emit())
        self.search.left.connect(lambda: self.cards.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.panel_button.toggled.connect(lambda _: self._place_panel())
        self.panel.left.connect(self.leave_panel)
        self._speech.changed.connect(self._speak)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._find)  # a hidden screen's keys are silent

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 0, 4, 16)
        column.setSpacing(0)
        column.addWidget(self.cards)
        table = QHBoxLayout()
        table.setContentsMargins(0, 0, 12, 0)  # the cards bring their gap at the right
        table.addWidget(self.table)
        column.addLayout(table)
        column.addStretch(1)
        self.content.setWidgetResizable(True)
        self.content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content.setWidget(page)
        for each in (self.content, self.empty, self.nobody, self.down, self.unread, self.skeleton):
            self._pages.addWidget(each)
        self._pages.setParent(self._body)
        self.panel.setParent(self._body)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.top_bar)
        self._outer.addWidget(self._body, stretch=1)
