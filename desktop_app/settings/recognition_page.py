"""Which recogniser compares faces, what it runs on, and whether its models are whole."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from desktop_app.compute_words import compute_text
from desktop_app.settings.model_words import summary_of
from desktop_app.settings.models_model import PRESETS, ModelsState
from desktop_app.settings.rows import Page, SettingRow
from desktop_app.settings.segments import Segments
from desktop_app.settings.strictness import Strictness
from desktop_app.settings.strictness_box import StrictnessBox
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station_state import Phase, StationState
from desktop_app.typed_signal import TypedSignal
from pipeline.presets import preset_of


class RecognitionPage(Page):
    """``preset_asked`` says the preset that was chosen and is not in force; ``fetch_asked`` the one to fetch."""

    preset_asked = TypedSignal(str)
    fetch_asked = TypedSignal(str)

    def __init__(self, speech: Speech, models: ModelsState) -> None:
        self._speech = speech
        self._models = models
        self.preset = "standard"
        self.presets = Segments({name: SpokenButton(speech, f"settings_choice_{name}") for name in PRESETS})
        self.fetch = SpokenButton(speech, "window_fetch_models", icon_name="download")
        self._device = QLabel()
        self._device.setProperty("tone", "secondary")
        self._preset_row = SettingRow(speech, "settings_preset", self.presets)
        self.strictness = StrictnessBox(speech)
        self._threshold_row = SettingRow(speech, "settings_threshold", self.strictness)
        self._rate = 1e-4
        self._threshold_l2: float | None = None
        self._models_row = SettingRow(speech, "settings_models", self.fetch)
        super().__init__(
            self._preset_row,
            self._threshold_row,
            SettingRow(speech, "settings_device", self._device),
            self._models_row,
        )
        self._state: StationState | None = None
        self.presets.chosen.connect(self._chosen)
        self.fetch.clicked.connect(lambda: self.fetch_asked.emit(self.preset))
        speech.changed.connect(self._show)
        self._show()

    def show_state(self, state: StationState) -> None:
        """The engine in force says which preset it is; the demo always shows the standard one."""
        self._state = state
        if state.engine is not None and state.engine.recogniser:
            self.preset = preset_of(state.engine.recogniser) or self.preset
        self._show()

    def show_preset(self, preset: str) -> None:
        """What the household chose; the engine in force may say otherwise when it has loaded."""
        self.preset = preset
        self._show()

    def show_threshold(self, false_match_rate: float, threshold_l2: float | None) -> None:
        """How strict the doors are, and the distance that it stands for, once the recogniser is there."""
        self._rate, self._threshold_l2 = false_match_rate, threshold_l2
        self._show()

    def show_models(self, models: ModelsState) -> None:
        self._models = models
        self._show()

    def texts(self) -> tuple[str, str, str]:
        """What stands below the preset, the device, and below the models."""
        return self._preset_row.texts()[1], self._device.text(), self._models_row.texts()[1]

    def _chosen(self, preset: str) -> None:
        self.presets.show_choice(self.preset)  # until it is confirmed and in force
        if preset != self.preset:
            self.preset_asked.emit(preset)

    def _show(self) -> None:
        state = self._state
        may_choose = state is not None and state.phase is Phase.RUNNING and not state.is_demo
        self.presets.setEnabled(may_choose)
        self.presets.show_choice(self.preset)
        demo = state is not None and state.is_demo
        self._preset_row.show_consequence("settings_preset_demo" if demo else f"settings_preset_{self.preset}_more")
        self.strictness.setEnabled(may_choose)
        self.strictness.show_rate(self.preset, self._rate)
        if self._threshold_l2 is not None:
            self._threshold_row.show_consequence(
                "settings_threshold_means",
                strangers=Strictness(self._rate).strangers,
                threshold=round(self._threshold_l2, 3),
            )
        self._device.setText(self._device_words())
        self._models_row.show_text(self._summary())
        self.fetch.setVisible(bool(self._models.absent(self.preset)))
        self.fetch.setEnabled(not self._models.is_busy)

    def _summary(self) -> str:
        if self._models.problem is not None:
            return self._speech.words.say_reason(self._models.problem)
        return summary_of(self._models, self.preset, self._speech.words)

    def _device_words(self) -> str:
        engine = self._state.engine if self._state is not None else None
        return compute_text(engine) or self._speech.words.say("window_not_known_yet")
