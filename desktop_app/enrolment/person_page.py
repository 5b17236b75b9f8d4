"""Who will be enrolled: a new name, or somebody who is here already."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel, Member, member_named
from desktop_app.enrolment.words import consent_line
from desktop_app.icons import icon
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal

_WIDTH_PX: Final = 520
LONGEST_NAME: Final = 80
"""More cannot be typed; the server's own limit is named when it is smaller."""


class PersonPage(QWidget):
    """``named``: a name was typed; ``chosen``: a member was picked."""

    named = TypedSignal(str)
    chosen = TypedSignal(Member)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._members: tuple[Member, ...] | None = None
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setProperty("extent", "large")
        self.go_on = SpokenButton(speech, "enrol_continue", kind="primary")
        self.go_on.setProperty("extent", "large")
        self.complaint = SpokenLabel(speech, role="ui", tone="danger")
        self.complaint.setWordWrap(True)
        self._heading = SpokenLabel(speech, "enrol_somebody_here", "heading")
        self.member_buttons: tuple[QPushButton, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.name.textChanged.connect(self._typed)
        self.name.returnPressed.connect(self.go_on.click)
        self.go_on.clicked.connect(self._go_on)
        self._lay_out()
        speech.changed.connect(self._speak)
        self._speak()
        self._typed("")

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw who is there, and why the last name was refused."""
        reason = model.problem
        if reason is not None:
            self.complaint.say(reason.code, **reason.figures())
        self.complaint.setVisible(reason is not None)
        if model.members != self._members:
            self._members = model.members
            self._show_members(model.members)

    def begin(self, name: str = "") -> None:
        """An empty field with the cursor in it."""
        self.name.setText(name)
        self.name.setFocus()

    def _typed(self, text: str) -> None:
        self.complaint.hide()
        self.go_on.setEnabled(bool(text.strip()))
        known = member_named(self._members or (), text) if text.strip() else None
        if known is not None:
            self._known.say("enrol_already_here", person=known.name)
        self._known.setVisible(known is not None)

    def _go_on(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text())

    def _show_members(self, members: tuple[Member, ...]) -> None:
        for old in self.member_buttons:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.member_buttons = tuple(self._member_button(member) for member in members)
        for number, button in enumerate(self.member_buttons):
            self._list.insertWidget(number, button)
        self._heading.setVisible(bool(members))

    def _member_button(self, member: Member) -> QPushButton:
        say = self._speech.words.say
        samples = say("enrol_member_samples", samples=member.samples) if member.samples else ""
        facts = [samples or say("enrol_member_no_samples")]
        agreed = consent_line(member.consent, member.name, self._speech.words)
        facts.append(agreed or say("enrol_member_no_consent"))
        button = QPushButton()
        button.setAutoDefault(False)
        button.setProperty("extent", "row")
        button.setAccessibleName(f"{member.name}, {', '.join(facts)}")
        button.clicked.connect(lambda: self.chosen.emit(member))
        line = QHBoxLayout(button)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(12)
        sign = QLabel()
        sign.setPixmap(icon("user-round", "secondary").pixmap(20, 20))
        name = QLabel(member.name)
        name.setProperty("role", "heading")
        more = QLabel(" · ".join(facts))
        more.setProperty("role", "caption")
        more.setProperty("tone", "secondary")
        for label in (name, more):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (sign, name, more):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(sign)
        line.addWidget(name)
        line.addStretch(1)
        line.addWidget(more)
        return button

    def _speak(self) -> None:
        self.name.setPlaceholderText(self._speech.words.say("enrol_name_hint"))
        self.name.setAccessibleName(self._speech.words.say("enrol_name"))
        if self._members is not None:
            self._show_members(self._members)

    def _lay_out(self) -> None:
        self._known = SpokenLabel(self._speech, role="caption", tone="secondary")
        self._known.setWordWrap(True)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(6)
        column.addWidget(SpokenLabel(self._speech, "enrol_who", "display"))
        column.addWidget(SpokenLabel(self._speech, "enrol_who_more", "body", "secondary"))
        column.addSpacing(18)
        column.addWidget(SpokenLabel(self._speech, "enrol_name"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name, stretch=1)
        line.addWidget(self.go_on)
        column.addLayout(line)
        column.addWidget(self._known)
        column.addWidget(self.complaint)
        column.addSpacing(22)
        column.addWidget(self._heading)
        column.addSpacing(4)
        column.addLayout(self._list)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 0, 16, 0)
        page.addWidget(scrolled(inner, _WIDTH_PX))


def scrolled(inner: QWidget, width_px: int) -> QScrollArea:
    """A page of one column in the middle that scrolls where the window is low."""
    inner.setMaximumWidth(width_px)
    holder = QFrame()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(inner, stretch=20)
    line.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area
