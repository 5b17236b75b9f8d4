"""The bottom line that always says what runs where (board.md 2)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_app.compute_words import compute_text
from desktop_app.icons import paint_icon
from desktop_app.sleep import Wakefulness
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.station_state import StationState
from desktop_app.theme import current_theme
from desktop_app.wall.wall_model import WallReport
from pipeline.presets import preset_of
from pipeline.types import EngineStatus

_HEIGHT_PX = 28
_ICON_PX = 14


class SmallIcon(QWidget):
    """An icon that follows the theme; it says nothing by itself."""

    def __init__(self, name: str, role: str = "tertiary", side_px: int = _ICON_PX) -> None:
        super().__init__()
        self._name, self._role, self._side_px = name, role, side_px
        self.setFixedSize(QSize(side_px, side_px))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(0, 0, self._side_px, self._side_px), self._role)
        painter.end()


class MaySleep(QWidget):
    """Hidden until keeping this PC awake has failed; the tooltip says why and what to do."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._state = Wakefulness.NOT_ASKED
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 14, 0)
        line.setSpacing(6)
        line.addWidget(SmallIcon("triangle-alert", "unknown"))
        line.addWidget(SpokenLabel(speech, "frame_may_sleep", role="caption", tone="unknown"))
        speech.changed.connect(self._say)
        self.hide()

    def show_wakefulness(self, state: Wakefulness) -> None:
        self._state = state
        self._say()
        self.setVisible(state.has_failed)

    def _say(self) -> None:
        say = self._speech.words.say
        no_means = self._state is Wakefulness.NO_MEANS
        problem = say("frame_sleep_no_means" if no_means else "frame_sleep_refused")
        self.setToolTip(say("frame_may_sleep_more", problem=problem))
        self.setAccessibleName(say("frame_may_sleep"))
        self.setAccessibleDescription(self.toolTip())


class StatusBar(QFrame):
    """A passive view: ``show_state`` and ``show_report`` say all that it shows."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "rail")
        self.setFixedHeight(_HEIGHT_PX)
        self._speech = speech
        self._state: StationState | None = None
        self._report = WallReport((), {})
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 0, 16, 0)
        self._line.setSpacing(6)
        self._server = self._fact("server", "window_status_server")
        self._cameras = self._fact("video", "window_status_cameras")
        self._device = self._fact("cpu", "window_status_device")
        self._recogniser = self._fact("scan-face", "window_status_recogniser")
        self._line.addStretch(1)
        self.may_sleep = MaySleep(speech)
        self._line.addWidget(self.may_sleep)
        self._faces = self._value()
        self._line.addWidget(SpokenLabel(speech, "window_status_faces", role="caption", tone="tertiary"))
        speech.changed.connect(self._show)

    def show_state(self, state: StationState) -> None:
        self._state = state
        self._show()

    def show_report(self, report: WallReport) -> None:
        self._report = report
        self._show()

    def show_wakefulness(self, state: Wakefulness) -> None:
        """Whether this PC is kept awake; said only when it cannot be."""
        self.may_sleep.show_wakefulness(state)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(current_theme().line.subtle))
        painter.end()

    def texts(self) -> tuple[str, ...]:
        """Server, cameras, device, recogniser, faces per second: as they stand there."""
        labels = (self._server, self._cameras, self._device, self._recogniser, self._faces)
        return tuple(label.text() for label in labels)

    def _fact(self, icon_name: str, code: str) -> QLabel:
        self._line.addWidget(SmallIcon(icon_name))
        self._line.addWidget(SpokenLabel(self._speech, code, role="caption", tone="tertiary"))
        value = self._value()
        self._line.addSpacing(14)
        return value

    def _value(self) -> QLabel:
        label = QLabel()
        label.setProperty("role", "caption")
        label.setProperty("tone", "secondary")
        self._line.addWidget(label)
        return label

    def _show(self) -> None:
        if self._state is None:
            return
        say = self._speech.words.say
        engine = self._state.engine
        loading = say("window_status_loading" if self._state.is_loading else "window_status_none")
        self._server.setText(self._state.address or say("window_status_none"))
        doors = len(self._report.doors)
        self._cameras.setText(f"{self._report.live}/{doors}" if doors else "0")
        self._device.setText(compute_text(engine) or loading)
        why = engine.runtime_reason if engine is not None else None
        self._device.setToolTip(self._speech.words.say_reason(why) if why is not None else "")
        self._recogniser.setText(self._recogniser_of(engine) or loading)
        self._faces.setText(f"{engine.faces_per_second:.0f}" if engine is not None else "0")

    def _recogniser_of(self, engine: EngineStatus | None) -> str:
        """The recogniser in force and the preset that it belongs to."""
        if engine is None or not engine.recogniser:
            return ""
        preset = preset_of(engine.recogniser)
        if preset is None:
            return engine.recogniser
        say = self._speech.words.say
        return f"{say(f'settings_recogniser_{engine.recogniser}')} · {say(f'settings_preset_{preset}')}"
