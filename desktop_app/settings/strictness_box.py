"""Choosing how strict the doors are."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from desktop_app.settings.general_page import FIELD_WIDTH_PX
from desktop_app.settings.strictness import Strictness, is_same, offered
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal


class StrictnessBox(QComboBox):
    """``picked`` says the false match rate that was chosen."""

    picked = TypedSignal(float)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._choices: tuple[Strictness, ...] = ()
        self.setFixedWidth(FIELD_WIDTH_PX)
        self.activated.connect(lambda index: self.picked.emit(self._choices[index].false_match_rate))
        speech.changed.connect(self._name)

    def show_rate(self, preset: str, false_match_rate: float) -> None:
        """Offer what ``preset`` has, and mark the rate in force."""
        choices = offered(preset, false_match_rate)
        if choices != self._choices:
            self._choices = choices
            self.clear()
            self.addItems([""] * len(choices))
            self._name()
        marked = (at for at, each in enumerate(choices) if is_same(each.false_match_rate, false_match_rate))
        self.setCurrentIndex(next(marked, -1))

    def _name(self) -> None:
        for index, each in enumerate(self._choices):
            self.setItemText(index, self._words(each))

    def _words(self, choice: Strictness) -> str:
        say = self._speech.words.say
        if choice.post_2019_l2 is not None:
            return say("settings_threshold_2019", l2=f"{choice.post_2019_l2:g}", strangers=choice.strangers)
        return say("settings_threshold_rate", strangers=choice.strangers)
