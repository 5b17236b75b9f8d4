"""The Enrol screen: what do I do now, how much is left? (board.md 3)"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.enrolment.camera_page import CameraPage
from desktop_app.enrolment.consent_page import ConsentPage
from desktop_app.enrolment.discard_dialog import DiscardDialog
from desktop_app.enrolment.enrol_bar import EnrolBar
from desktop_app.enrolment.enrol_notice import EnrolNotice, nobody_can_be_enrolled
from desktop_app.enrolment.enrolment_flow import EnrolmentFlow
from desktop_app.enrolment.enrolment_model import PHOTOS, EnrolmentModel, Step
from desktop_app.enrolment.faces_page import FacesPage
from desktop_app.enrolment.person_page import PersonPage
from desktop_app.enrolment.photo_chooser import choose_files, choose_folder, files_of
from desktop_app.enrolment.photos_page import PhotosPage
from desktop_app.enrolment.report_page import ReportPage
from desktop_app.enrolment.sample_button import SampleButton
from desktop_app.enrolment.samples_panel import SamplesPanel
from desktop_app.enrolment.spoken_hints import SpokenHints
from desktop_app.enrolment.try_page import TryPage
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.ways import Ways
from offload_server.household.guided.states import DraftId, GuidedPhase

_Page = PersonPage | ConsentPage | CameraPage | FacesPage | PhotosPage | TryPage | ReportPage
_PANEL_NEEDS_PX = 1_040
"""Below this width of the screen the panel leaves the ring too little; its button still shows it (board.md 2)."""


class EnrolScreen(QWidget):
    """One enrolment at a time; it waits, paused, while another screen is shown."""

    def __init__(self, speech: Speech, station: Station, ways: Ways) -> None:
        super().__init__()
        self._speech = speech
        self._station = station
        self._ways = ways
        self._paused_by_leaving = False
        self._waiting_files: tuple[Path, ...] = ()
        self.flow = EnrolmentFlow(station, self)
        self.voice = SpokenHints(self)
        self.bar = EnrolBar(speech)
        self.notice = EnrolNotice(speech)
        self.person = PersonPage(speech)
        self.consent = ConsentPage(speech)
        self.camera = CameraPage(speech)
        self.faces = FacesPage(speech)
        self.photos = PhotosPage(speech)
        self.try_it = TryPage(speech)
        self.report = ReportPage(speech)
        self.panel = SamplesPanel(speech)
        self._pages = QStackedWidget()
        self._lay_out()
        self._wire()
        self.show_model(self.flow.model)

    # ------------------------------------------------------------------ what the window tells
    def show_state(self, state: StationState) -> None:
        """The station runs or not; without recognition nobody can be enrolled."""
        if state.phase is Phase.STOPPING:
            self.voice.close()  # no child process outlives the station
        self.notice.show_state(state)
        self._show_page(self.flow.model)

    def show_report(self, report: WallReport) -> None:
        """Doors or people changed."""
        self.camera.show_report(report)
        if self.isVisible() and self.flow.model.step is Step.PERSON:
            self.flow.load()

    def open_about(self, about: object) -> None:
        """A PersonId begins with that person; None begins anew. An enrolment that runs stays."""
        self.flow.begin_with(about if isinstance(about, str) else None)  # type: ignore[arg-type]

    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the sheet on F1."""
        return (
            ("Space", "enrol_key_pause"),
            ("S", "enrol_key_speak"),
            ("Backspace", "enrol_key_undo"),
            ("Delete", "enrol_key_remove"),
        )

    def unsaved(self) -> str:
        """Whose samples would be lost by quitting."""
        return self.flow.model.name if self.flow.model.has_session and self.flow.model.samples else ""

    # ------------------------------------------------------------------ drawing
    def show_model(self, model: EnrolmentModel) -> None:
        """Draw where the enrolment stands."""
        self.bar.stepper.show_step(model.step)
        self._page_of(model).show_model(model)
        self.panel.show_model(model)
        self._show_page(model)
        self._speak_hint(model)

    def _page_of(self, model: EnrolmentModel) -> _Page:
        faces = self.photos if model.uses_photos else self.faces
        pages: dict[Step, _Page] = {
            Step.PERSON: self.person,
            Step.CONSENT: self.consent,
            Step.CAMERA: self.camera,
            Step.FACES: faces,
            Step.ARRIVAL: faces,
            Step.TRY: self.try_it,
            Step.REPORT: self.report,
        }
        return pages[model.step]

    def _show_page(self, model: EnrolmentModel) -> None:
        no_one = nobody_can_be_enrolled(self._station.state) and not model.has_session and model.report is None
        page = self.notice if no_one else self._page_of(model)
        came = self._pages.currentWidget() is not page
        self._pages.setCurrentWidget(page)
        with_samples = page in {self.faces, self.photos}
        self.bar.stepper.setVisible(not no_one)
        self.bar.leave.setVisible(with_samples)
        self.bar.panel.setVisible(with_samples and self.width() < _PANEL_NEEDS_PX)
        self.panel.setVisible(with_samples and self.bar.panel.isChecked())
        if came:
            self._arrive(page)

    def _arrive(self, page: QWidget) -> None:
        """What a step needs when it is begun, and where the keyboard starts."""
        if page is self.camera:
            self.flow.find_webcams()
        elif page is self.person and self.flow.model.problem is None:
            self.person.begin()
        elif page is self.faces:
            self.faces.pause.setFocus()
        elif page is self.try_it:
            self.try_it.report.setFocus()
        elif page is self.report:
            self.report.finish.setFocus()
        if page is self.photos and self._waiting_files:
            files, self._waiting_files = self._waiting_files, ()
            self.flow.add_photos(files)

    def _speak_hint(self, model: EnrolmentModel) -> None:
        looking = model.state is not None and model.state.phase in {GuidedPhase.LOOKING, GuidedPhase.COMPLETE}
        if looking and self.isVisible() and self._pages.currentWidget() is self.faces:
            self.voice.hear(self.faces.heard, self._speech.words.language)

    # ------------------------------------------------------------------ coming and going
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's
        super().showEvent(event)
        if self._paused_by_leaving:
            self._paused_by_leaving = False
            self.flow.resume()
        if self.flow.model.step is Step.PERSON:
            self.flow.load()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's
        """Nobody sees the hints any more, so nothing is taken until somebody looks again."""
        super().hideEvent(event)
        self.voice.stop()
        if self.flow.model.has_session and not self.flow.is_paused and not self.flow.model.uses_photos:
            self._paused_by_leaving = True
            self.flow.pause()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        had_room = event.oldSize().width() >= _PANEL_NEEDS_PX or event.oldSize().width() < 0
        has_room = event.size().width() >= _PANEL_NEEDS_PX
        if had_room != has_room:
            self.bar.panel.setChecked(has_room)
            self._show_page(self.flow.model)

    def _poll(self) -> None:
        if self.isVisible() and self._pages.currentWidget() is self.camera:
            self.camera.show_frames(self._station.bridge.latest())

    # ------------------------------------------------------------------ wishes
    def _space(self) -> None:
        """Pause or go on; on any other button it presses that, as everywhere."""
        pressed = self.focusWidget()
        if isinstance(pressed, QAbstractButton) and pressed not in {self.faces.pause, self.faces.go_on}:
            pressed.click()
        elif self._pages.currentWidget() is self.faces:
            (self.flow.resume if self.flow.is_paused else self.flow.pause)()

    def _undo(self) -> None:
        chosen = self.focusWidget()
        if isinstance(chosen, SampleButton) and chosen.sample is not None:
            chosen.removed.emit()
        elif self._pages.currentWidget() is self.faces:
            self.flow.undo_last()

    def _speak_key(self) -> None:
        if self.faces.speak.isVisible():
            self.faces.speak.click()

    def _switch_voice(self, on: bool) -> None:
        if on and not self.voice.is_installed():
            self.faces.speak.setChecked(False)
            self._ways.say("enrol_speak_missing")
            return
        self.voice.switch(on=on)
        self._speak_hint(self.flow.model)

    def _voice_failed(self) -> None:
        self.faces.speak.setChecked(False)
        self._ways.complain("enrol_speak_broken")

    def _leave(self) -> None:
        self.flow.pause()
        self._ways.say("enrol_left", person=self.flow.model.name)
        self._ways.go("live")

    def _ask_to_discard(self) -> None:
        kept = len(self.flow.model.samples)
        if not kept:
            self._discard()
            return
        dialog = DiscardDialog(self._speech, self.flow.model.name, kept, self)
        dialog.accepted.connect(self._discard)
        dialog.open()

    def _discard(self) -> None:
        name = self.flow.model.name
        self.flow.discard()
        self._ways.say("enrol_discarded", person=name)

    def _take_drop(self, data: QMimeData) -> None:
        files = files_of(data)
        if self._pages.currentWidget() is self.photos:
            self.flow.add_photos(files)
        elif files:
            self._waiting_files = files
            self.flow.use_source(PHOTOS)

    # ------------------------------------------------------------------ wiring
    def _wire(self) -> None:
        self.flow.changed.connect(self.show_model)
        self._station.polled.connect(self._poll)
        self._station.started.connect(self.flow.load)
        self.notice.acted.connect(self._ways.acted.emit)
        self.notice.to_live.clicked.connect(lambda: self._ways.go("live"))
        self.bar.leave.clicked.connect(self._leave)
        self.bar.panel.setChecked(True)
        self.bar.panel.toggled.connect(lambda _: self._show_page(self.flow.model))
        self.voice.failed.connect(self._voice_failed)
        self.panel.remove_asked.connect(lambda draft: self.flow.remove(DraftId(draft)))
        self._wire_first_steps()
        self._wire_faces()
        self._wire_photos()
        self._wire_end()
        self._wire_keys()

    def _wire_first_steps(self) -> None:
        self.person.named.connect(self.flow.choose_name)
        self.person.chosen.connect(self.flow.choose_member)
        self.consent.agreed.connect(self.flow.agree)
        self.camera.chosen.connect(self.flow.use_source)
        self.camera.dropped.connect(self._take_drop)
        self.camera.look.clicked.connect(self.flow.find_webcams)
        for page in (self.consent, self.camera):
            page.back.clicked.connect(self.flow.back)

    def _wire_faces(self) -> None:
        page, flow = self.faces, self.flow
        page.speak.toggled.connect(self._switch_voice)
        page.still.clicked.connect(
            lambda: flow.without_movement(on=not (flow.model.state and flow.model.state.without_movement))
        )
        page.pause.clicked.connect(flow.pause)
        page.go_on.clicked.connect(flow.resume)
        page.undo.clicked.connect(flow.undo_last)
        page.arrive.clicked.connect(flow.begin_arrival)
        for button in (page.skip, page.save):
            button.clicked.connect(flow.save)
        for each in (page, self.photos):
            each.discard.clicked.connect(self._ask_to_discard)
            each.other_camera.clicked.connect(flow.other_camera)
            each.question.answered.connect(lambda yes: flow.answer(accept=yes))

    def _wire_photos(self) -> None:
        self.photos.zone.dropped.connect(self._take_drop)
        zone = self.photos.zone
        for button, choose in ((zone.files, choose_files), (zone.folder, choose_folder)):
            button.clicked.connect(
                lambda _=False, choose=choose: self.flow.add_photos(choose(self, self._speech.words))
            )
        self.photos.save.clicked.connect(self.flow.save)

    def _wire_end(self) -> None:
        self.try_it.report.clicked.connect(self.flow.see_report)
        self.report.finish.clicked.connect(self._finish)
        self.report.another.clicked.connect(self.flow.finish)
        self.report.more.clicked.connect(self.flow.add_more)

    def _finish(self) -> None:
        self.flow.finish()
        self._ways.go("live")

    def _wire_keys(self) -> None:
        for key, act in (("S", self._speak_key), ("Backspace", self._undo), ("Space", self._space)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        for page in (
            self.person, self.notice, self.consent, self.camera, self.faces, self.photos, self.try_it, self.report,
        ):  # fmt: skip
            self._pages.addWidget(page)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._pages, stretch=1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, stretch=1)
