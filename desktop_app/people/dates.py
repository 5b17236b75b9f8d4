"""Dates as the reader writes them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale

_FORMATS = {"ko": ("M월 d일", "yyyy년 M월 d일"), "en": ("d MMM", "d MMM yyyy")}


def say_date(language: str, day: dt.date, today: dt.date) -> str:
    """ "12 May", "5월 12일"; with the year when it is not this one."""
    short, long = _FORMATS[language]
    return QLocale(language).toString(QDate(day.year, day.month, day.day), short if day.year == today.year else long)
