"""What stands in place of the table: nothing yet, nothing matches, nobody answers. One sentence, at most one action."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.window.status_bar import SmallIcon


@dataclass(frozen=True, slots=True)
class Notice:
    """Codes; an empty one is left out."""

    icon: str
    sentence: str
    more: str = ""
    action: str = ""


NOTHING_YET = Notice("inbox", "events_none", "events_none_more")
NONE_MATCH = Notice("funnel-x", "events_none_match", action="events_clear")
NOT_RUNNING = Notice("server-off", "events_not_running", "events_not_running_more")
UNREADABLE = Notice("triangle-alert", "events_unreadable", action="events_try_again")
NOTICES = (NOTHING_YET, NONE_MATCH, NOT_RUNNING, UNREADABLE)


class NoticeView(QWidget):
    """``acted``: the one action was pressed."""

    acted = Signal()

    def __init__(self, speech: Speech, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self.action = SpokenButton(speech, notice.action) if notice.action else None
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(SmallIcon(notice.icon, "tertiary", 28), alignment=centre)
        column.addSpacing(4)
        column.addWidget(SpokenLabel(speech, notice.sentence, "heading"), alignment=centre)
        if notice.more:
            column.addWidget(SpokenLabel(speech, notice.more, tone="secondary"), alignment=centre)
        if self.action is not None:
            column.addSpacing(4)
            column.addWidget(self.action, alignment=centre)
            self.action.clicked.connect(lambda _: self.acted.emit())
        column.addStretch(3)
