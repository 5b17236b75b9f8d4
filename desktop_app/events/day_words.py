"""Days as the reader's language writes them (QLocale)."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale

from desktop_app.events.choice import Days
from resources.catalogue import Catalogue


def day_text(day: dt.date, today: dt.date, words: Catalogue) -> str:
    """ "Yesterday", "21 Nov", "21 Nov 2025"; empty for today."""
    if day == today:
        return ""
    if day == today - dt.timedelta(days=1):
        return words.say("events_day_yesterday")
    return date_text(day, today, words)


def date_text(day: dt.date, today: dt.date, words: Catalogue) -> str:
    """The date; its year only when it is another one."""
    korean = words.language == "ko"
    pattern = "M월 d일" if korean else "d MMM"
    if day.year != today.year:
        pattern = "yyyy. M. d." if korean else "d MMM yyyy"
    locale = QLocale(QLocale.Language.Korean if korean else QLocale.Language.English)
    return locale.toString(QDate(day.year, day.month, day.day), pattern)


def days_text(days: Days, today: dt.date, words: Catalogue) -> str:
    """What the button of the day filter says."""
    if days.first is None or days.last is None:
        return words.say(f"events_day_{days.span}")
    first, last = (date_text(day, today, words) for day in (days.first, days.last))
    return first if days.first == days.last else f"{first} – {last}"
