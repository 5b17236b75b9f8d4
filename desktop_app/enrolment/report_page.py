"""What the enrolment is worth: headline, a look-alike if there is one, all samples, three figures, the try-out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel, SourceKind
from desktop_app.enrolment.report_cards import ChartView, FigureCard, KeptSamples
from desktop_app.enrolment.report_model import chart_of, figures_of, kept_groups, main_refusals, nearest_pair
from desktop_app.enrolment.samples_panel import Portrait
from desktop_app.enrolment.try_out_view import TryOutView
from desktop_app.enrolment.words import source_name
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.guided.states import Direction, EnrolmentReport
from resources.catalogue import Catalogue

_SIDE_PX: Final = 292
_PORTRAIT_PX: Final = 84
_PICTURE_PX: Final = 196


class ReportPage(QWidget):
    """A passive view; ``finish``, ``another`` and ``more`` are the screen's to connect."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self._portrait = Portrait(_PORTRAIT_PX, 14)
        self.headline = QLabel()
        self.headline.setProperty("role", "display")
        self._summary = QLabel()
        self._summary.setProperty("role", "body")
        self._summary.setProperty("tone", "secondary")
        for label in (self.headline, self._summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.alike = QFrame()
        self.alike.setProperty("surface", "banner-uncertain")
        self._alike_main = SpokenLabel(speech)
        self._alike_main.setStyleSheet("font-weight: 600;")
        self._alike_more = SpokenLabel(speech, tone="secondary")
        self.chart = ChartView()
        self._nobody = SpokenLabel(speech, role="caption", tone="tertiary")
        self.figures = (FigureCard(), FigureCard(), FigureCard())
        self._kept = KeptSamples()
        self._kept_more = SpokenLabel(speech, role="caption", tone="tertiary")
        self._evening = SpokenLabel(speech, "enrol_evening", "caption", "secondary")
        self.more = SpokenButton(speech, "enrol_more_samples", icon_name="plus")
        self.try_out = TryOutView(speech, ground="card")
        self.finish = SpokenButton(speech, "enrol_finish", kind="primary")
        self.finish.setProperty("extent", "large")
        self.another = SpokenButton(speech, "enrol_another", kind="quiet")
        self._lay_out()
        speech.changed.connect(self._speak)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw the report once, the try-out with every picture."""
        is_new = self._model is None or model.report is not self._model.report
        self._model = model
        if model.report is not None and is_new:
            self._show_report(model, model.report)
        self._side_try.setVisible(model.try_out is not None)
        self._evening.setVisible(model.try_out is not None)
        if model.try_out is not None:
            self.try_out.show_model(model)

    def _show_report(self, model: EnrolmentModel, report: EnrolmentReport) -> None:
        words = self._speech.words
        self._portrait.show_sample(model.kept[0] if model.kept else None)
        self.headline.setText(words.say("enrol_is_enrolled", person=report.name))
        self._summary.setText(summary_of(model, report, words))
        self._show_alike(report)
        chart = chart_of(report)
        self.chart.show_chart(chart, words)
        nobody = not report.others
        self._nobody.say("enrol_chart_one" if not report.own else "enrol_chart_nobody" if nobody else "")
        self._nobody.setVisible(nobody or not report.own)
        for card, figure in zip(self.figures, figures_of(report), strict=True):
            card.show_figure(figure, report.name, words)
        self._kept.show_groups(kept_groups(tuple(Direction), model.kept), words)
        self._show_refusals(report)

    def _show_alike(self, report: EnrolmentReport) -> None:
        pair = nearest_pair(report)
        self.alike.setVisible(pair is not None)
        if report.look_alike is not None and pair is not None:
            self._alike_main.say("enrol_alike", person=report.name, other=report.look_alike.name)
            self._alike_more.say("enrol_alike_more", distance=pair, threshold=report.threshold.distance)
            self.alike.setAccessibleName(f"{self._alike_main.text()} {self._alike_more.text()}")

    def _show_refusals(self, report: EnrolmentReport) -> None:
        words = self._speech.words
        named = dict.fromkeys(short_word(code, words) for code in main_refusals(report))
        reasons = ", ".join(word[:1].lower() + word[1:] for word in named)  # in the middle of a sentence
        code = "enrol_kept_refused" if reasons else "enrol_kept_seen"
        pictures = max(report.pictures_seen, report.samples)
        self._kept_more.say(code, samples=report.samples, pictures=pictures, reasons=reasons)

    def _speak(self) -> None:
        model, self._model = self._model, None
        if model is not None:
            self.show_model(model)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 4, 16, 0)
        column.setSpacing(12)
        column.addLayout(self._heading())
        column.addWidget(self._alike_banner())
        column.addWidget(self._chart_card())
        line = QHBoxLayout()
        line.setSpacing(12)
        for card in self.figures:
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            line.addWidget(card, stretch=1)
        column.addLayout(line)
        column.addWidget(self._kept_card(), stretch=1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(left)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 16, 16)
        page.setSpacing(0)
        page.addWidget(area, stretch=1)
        page.addWidget(self._side())

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(18)
        line.addWidget(self._portrait)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.headline)
        words.addWidget(self._summary)
        words.addStretch(1)
        line.addLayout(words, stretch=1)
        return line

    def _alike_banner(self) -> QFrame:
        line = QHBoxLayout(self.alike)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(10)
        line.addWidget(SmallIcon("scale", "uncertain", 20), alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._alike_main, self._alike_more):
            label.setWordWrap(True)
            words.addWidget(label)
        line.addLayout(words, stretch=1)
        return self.alike

    def _chart_card(self) -> QFrame:
        card = _card()
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(SpokenLabel(self._speech, "enrol_chart", "heading"))
        line.addStretch(1)
        line.addWidget(SpokenLabel(self._speech, "enrol_chart_more", "caption", "tertiary"))
        column.addLayout(line)
        column.addSpacing(10)
        column.addWidget(self.chart)
        column.addWidget(self._nobody)
        return card

    def _kept_card(self) -> QFrame:
        card = _card()
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(SpokenLabel(self._speech, "enrol_kept", "heading"))
        self._kept_more.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._kept_more, stretch=1)
        line.addWidget(self.more)
        column.addLayout(line)
        column.addWidget(self._kept)
        column.addStretch(1)
        return card

    def _side(self) -> QFrame:
        side = _card()
        side.setFixedWidth(_SIDE_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self._side_try = QWidget()
        inner = QVBoxLayout(self._side_try)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(SpokenLabel(self._speech, "enrol_try", "heading"))
        self.try_out.picture.setMinimumHeight(120)
        self.try_out.picture.setMaximumHeight(_PICTURE_PX)
        inner.addWidget(self.try_out)
        column.addWidget(self._side_try)
        self._evening.setWordWrap(True)
        column.addWidget(self._evening)
        column.addStretch(1)
        column.addWidget(self.finish)
        column.addWidget(self.another)
        return side


def summary_of(model: EnrolmentModel, report: EnrolmentReport, words: Catalogue) -> str:
    """How many samples, in which time, through what."""
    kind = model.source.kind if model.source is not None else SourceKind.PHOTOS
    if kind is SourceKind.PHOTOS:
        return words.say("enrol_summary_photos", samples=report.samples)
    code = "enrol_summary_door" if kind is SourceKind.DOOR else "enrol_summary_webcam"
    camera = source_name(model, words)
    return words.say(code, samples=report.samples, seconds=round(report.seconds), camera=camera)


def short_word(code: str, words: Catalogue) -> str:
    """A reason in two or three words."""
    from resources.sentences import SENTENCES

    return words.say(f"short_{code}" if f"short_{code}" in SENTENCES else "enrol_short_other")


def _card() -> QFrame:
    card = QFrame()
    card.setProperty("surface", "card")
    return card
