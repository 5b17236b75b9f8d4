"""One person: name, consent, samples with what each is worth, and what can be done (board.md 3, People)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.icons import icon
from desktop_app.people.name_line import NameLine
from desktop_app.people.people_model import Household, Member
from desktop_app.people.person_words import Teller, consent_text
from desktop_app.people.pictures import SamplePictures, paint_face
from desktop_app.people.sample_words import SampleCell, Suggestion, sample_cells, suggestion_of
from desktop_app.people.samples_view import SHOWN_AT_FIRST, SamplesView
from desktop_app.people.suggestion_card import SuggestionCard
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.status_bar import SmallIcon
from pipeline.types import PersonId

WIDTH_PX: Final = 412
_PORTRAIT_PX: Final = 72


class _Portrait(QWidget):
    def __init__(self, pictures: SamplePictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._member: Member | None = None
        self.setFixedSize(QSize(_PORTRAIT_PX, _PORTRAIT_PX))
        pictures.came.connect(self.update)

    def show_member(self, member: Member) -> None:
        self._member = member
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        member = self._member
        picture = self._pictures.get(member.id, member.portrait) if member is not None else None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dimmed = member is not None and member.person.paused_at is not None
        paint_face(painter, QRectF(self.rect()), 14, picture, dimmed=dimmed)
        painter.end()


class DetailPanel(QFrame):
    """A passive view of one member; every signal is about the one who is shown.

    ``removed`` (tuple of SampleId), ``renamed`` (str), ``paused`` (bool), ``left`` when the drawer is to be closed.
    """

    renamed = TypedSignal(str)
    removed = TypedSignal(tuple)
    paused = TypedSignal(bool)
    add_asked = Signal()
    erase_asked = Signal()
    left = Signal()

    def __init__(self, speech: Speech, pictures: SamplePictures) -> None:
        super().__init__()
        self._speech = speech
        self._member: Member | None = None
        self._cells: tuple[SampleCell, ...] = ()
        self._suggestion: Suggestion | None = None
        self.setFixedWidth(WIDTH_PX)
        self.name = NameLine(speech)
        self.samples = SamplesView(pictures)
        self.suggestion = SuggestionCard(speech)
        self.show_all = SpokenButton(speech, "people_show_all", kind="quiet", checkable=True)
        self.remove = SpokenButton(speech, "people_remove_sample", icon_name="x")
        self.add = SpokenButton(speech, "people_add", icon_name="plus")
        self.pause = SpokenButton(speech, "people_pause", icon_name="pause")
        self.erase = SpokenButton(speech, "people_erase", kind="danger-quiet")
        self.erase.setIcon(icon("trash", "danger"))
        self.erase.retranslate()
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("x", "secondary"))
        self._portrait = _Portrait(pictures)
        self._consent = SpokenLabel(speech, role="caption", tone="secondary")
        self._paused_since = SpokenLabel(speech, role="caption", tone="secondary")
        self._paused_line = QWidget()
        self._count = SpokenLabel(speech, role="caption", tone="tertiary")
        self._facts = SpokenLabel(speech, role="caption", tone="secondary")
        self._facts_box = QFrame()
        self._no_samples = SpokenLabel(speech, "people_not_enrolled", "ui", "secondary")
        self._lay_out()
        self._wire()

    @property
    def person_id(self) -> PersonId | None:
        """Whoever is shown."""
        return self._member.id if self._member is not None else None

    def show_member(self, member: Member, household: Household, teller: Teller) -> None:
        """Draw ``member``; another one than before begins with the first samples."""
        if member.id != self.person_id:
            self.show_all.setChecked(False)
            self.samples.choose(None)
            self.name.leave()
        self._member = member
        self.name.show_name(member.person.name)
        self._portrait.show_member(member)
        self._consent.setText(consent_text(member, teller))
        consent = member.person.consent
        text = teller.words.say("people_consent_text", version=consent.text_version) if consent is not None else ""
        self._consent.setToolTip(plain_tip(text))
        self._show_pause(member, teller)
        self._cells = sample_cells(member, household, teller)
        self._suggestion = suggestion_of(member, household, teller.words)
        self.suggestion.show_suggestion(self._suggestion)
        self._count.setText(str(len(self._cells)))
        self._show_samples()

    def show_as_drawer(self, is_drawer: bool) -> None:
        """A drawer can be closed."""
        self.close_button.setVisible(is_drawer)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Delete:
                self.erase_asked.emit()
            case Qt.Key.Key_F2:
                self.name.edit()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().surface.card))
        painter.fillRect(0, 0, 1, self.height(), QColor(current_theme().line.subtle))
        painter.end()

    def _show_pause(self, member: Member, teller: Teller) -> None:
        since = member.person.paused_at
        self.pause.setIcon(icon("pause" if since is None else "play"))
        self.pause.say("people_pause" if since is None else "people_resume")
        self._paused_line.setVisible(since is not None)
        if since is not None:
            date = teller.say_date(since.astimezone(teller.now.tzinfo).date())
            self._paused_since.say("people_paused_since", date=date, person=member.person.name)

    def _show_samples(self) -> None:
        chosen = self.samples.chosen
        is_long = len(self._cells) > SHOWN_AT_FIRST
        self.show_all.setVisible(is_long)
        self.show_all.say("people_show_fewer" if self.show_all.isChecked() else "people_show_all")
        shown = self._cells if self.show_all.isChecked() else self._cells[:SHOWN_AT_FIRST]
        self.samples.samples.show_cells(shown)
        self.samples.setVisible(bool(shown))
        self._no_samples.setVisible(not shown)
        self.samples.choose(chosen.sample_id if chosen is not None else None)
        self._show_facts()

    def _show_facts(self) -> None:
        cell = self.samples.chosen
        self._facts_box.setVisible(cell is not None)
        if cell is not None:
            self._facts.setText("\n".join(cell.facts))
            self.remove.setAccessibleDescription(cell.sentence)

    def _remove_chosen(self) -> None:
        cell = self.samples.chosen
        if cell is not None:
            self.removed.emit((cell.sample_id,))

    def _remove_suggested(self) -> None:
        if self._suggestion is not None:
            self.removed.emit(self._suggestion.samples)

    def _pause_or_resume(self) -> None:
        if self._member is not None:
            self.paused.emit(self._member.person.paused_at is None)

    def _speak(self) -> None:
        words = self._speech.words
        self.samples.setAccessibleName(words.say("people_samples"))
        self.close_button.setAccessibleName(words.say("window_close"))
        self.close_button.setToolTip(words.say("window_close"))

    def _wire(self) -> None:
        self.name.renamed.connect(self.renamed.emit)
        self.samples.chosen_changed.connect(self._show_facts)
        self.samples.remove_asked.connect(self._remove_chosen)
        self.suggestion.accepted.connect(self._remove_suggested)
        self.show_all.toggled.connect(lambda _: self._show_samples())
        self.remove.clicked.connect(self._remove_chosen)
        self.add.clicked.connect(self.add_asked.emit)
        self.pause.clicked.connect(self._pause_or_resume)
        self.erase.clicked.connect(self.erase_asked.emit)
        self.close_button.clicked.connect(self.left.emit)
        self._speech.changed.connect(self._speak)
        self._speak()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(14)
        head, foot = self._head(), self._foot()
        for line in (head, foot):
            line.setContentsMargins(20, 0, 20, 0)
        column.addLayout(head)
        column.addWidget(self._body(), stretch=1)
        column.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        self._consent.setWordWrap(True)
        words.addWidget(self._consent)
        words.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._portrait)
        line.addLayout(words, stretch=1)
        line.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        return line

    def _body(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 0, 20, 0)
        column.setSpacing(10)
        paused = QHBoxLayout(self._paused_line)
        paused.setContentsMargins(0, 0, 0, 4)
        paused.addWidget(SmallIcon("pause", "secondary", 14), alignment=Qt.AlignmentFlag.AlignTop)
        self._paused_since.setWordWrap(True)
        paused.addWidget(self._paused_since, stretch=1)
        column.addWidget(self._paused_line)
        column.addLayout(self._samples_heading())
        column.addWidget(self.samples)
        column.addWidget(self._no_samples)
        column.addWidget(self._facts_frame())
        column.addWidget(self.suggestion)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _samples_heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(SpokenLabel(self._speech, "people_samples", "heading"))
        line.addWidget(self._count)
        line.addStretch(1)
        self.show_all.setProperty("extent", "small")
        line.addWidget(self.show_all)
        return line

    def _facts_frame(self) -> QFrame:
        """What is known of the marked sample, and the way to take it out."""
        self._facts_box.setProperty("surface", "raised")
        self._facts.setWordWrap(True)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.remove.setProperty("extent", "small")
        column = QVBoxLayout(self._facts_box)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._facts)
        column.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignLeft)
        return self._facts_box

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.add)
        line.addWidget(self.pause)
        line.addStretch(1)
        line.addWidget(self.erase)
        return line
