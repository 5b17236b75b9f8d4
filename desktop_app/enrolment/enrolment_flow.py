"""Carries an enrolment through: asks the server, follows the session, keeps the one model that all views draw.

The session lives in the house: it goes on while another screen is shown or the window is closed to the tray. It is
written by ``save`` alone; discarding it, stopping the server or quitting leaves nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QObject

from desktop_app.enrolment import enrolment_model as moves
from desktop_app.enrolment import server_calls
from desktop_app.enrolment.enrolment_model import Consent, EnrolmentModel, Member, Source, SourceKind, Step
from desktop_app.enrolment.photo_flow import PhotoFlow
from desktop_app.enrolment.photo_model import PhotoRow
from desktop_app.enrolment.try_out_model import TryOut, decided, saw
from desktop_app.station import Station, reason_of
from desktop_app.station_state import Phase, StationState
from desktop_app.typed_signal import TypedSignal
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import DraftId, EnrolmentReport, GuidedPhase, GuidedState
from offload_server.household.records import ConsentText, EventRecord
from pipeline.types import CameraId, PersonId, Reason

if TYPE_CHECKING:
    from offload_server.household.guided.session import GuidedEnrolment

logger = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")


class EnrolmentFlow(QObject):
    """One a screen; belongs to the GUI thread. ``changed`` comes with every new model."""

    changed = TypedSignal(EnrolmentModel)

    def __init__(self, station: Station, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._session: GuidedEnrolment | None = None
        self._round = 0
        self._wanted_person: PersonId | None = None
        self._webcam: CameraId | None = None
        self.model = EnrolmentModel()
        self._photos = PhotoFlow(station.bridge, self._show_photos)
        station.polled.connect(self._poll)
        station.state_changed.connect(self._follow_station)
        station.bridge.event_recorded.connect(self._decided)

    # ------------------------------------------------------------------ who
    def load(self) -> None:
        """Ask who is in the household; harmless without a server."""
        if self._station.bridge.is_attached:
            house = self._station.bridge.house
            self._call(server_calls.read_household, self._show_household, house)

    def begin_with(self, person_id: PersonId | None) -> None:
        """Enrol this person next (None: whoever is chosen); a session that runs stays."""
        if not self.model.has_session and not self.model.is_busy:
            self._wanted_person = person_id
            self._show(moves.begin_anew(self.model))
            self.load()

    def choose_name(self, name: str) -> None:
        self._show(moves.choose_name(self.model, name))

    def choose_member(self, member: Member) -> None:
        self._show(moves.choose_member(self.model, member))

    def agree(self, consent: Consent) -> None:
        self._show(moves.agree(self.model, consent))

    def back(self) -> None:
        self._show(moves.step_back(self.model))

    def find_webcams(self) -> None:
        """Ask which webcams this PC has; they are not opened by that."""
        bridge = self._station.bridge
        if bridge.is_attached:
            self._call(server_calls.find_webcams, self._show_webcams, bridge.local_cameras)

    # ------------------------------------------------------------------ the session
    def use_source(self, source: Source) -> None:
        """Begin through this camera or with photos; a session that runs changes its camera."""
        if self.model.is_busy or not self._station.bridge.is_attached:
            return
        self._show(moves.choose_source(self.model, source))
        if source.kind is SourceKind.WEBCAM and source.camera_id is None:
            self._open_webcam(source)
        elif self._session is not None and source.camera_id is not None:
            session = self._session
            self._call(session.use_camera, lambda _: self._began(source, session), source.camera_id)
        else:
            self._begin(source)

    def other_camera(self) -> None:
        """Choose anew what looks; what was kept stays."""
        self._show(replace(self.model, step=Step.CAMERA))

    def pause(self) -> None:
        """Look at nothing until ``resume``."""
        if self._session is not None:
            self._tell(self._session.pause)

    def resume(self) -> None:
        if self._session is not None:
            self._tell(self._session.resume)

    @property
    def is_paused(self) -> bool:
        state = self.model.state
        return state is not None and state.phase is GuidedPhase.PAUSED

    def undo_last(self) -> None:
        if self._session is not None and self.model.samples:
            self._tell(self._session.undo_last)

    def remove(self, draft_id: DraftId) -> None:
        if self._session is not None:
            self._tell(self._session.remove, draft_id)
            self._photos.forget(draft_id)

    def without_movement(self, *, on: bool) -> None:
        if self._session is not None:
            self._tell(self._session.without_movement, on)

    def answer(self, *, accept: bool) -> None:
        """To "is this really ...?"."""
        if self._session is not None:
            self._tell(self._session.answer, accept)

    def begin_arrival(self) -> None:
        if self._session is not None:
            self._tell(self._session.begin_arrival)

    def add_photos(self, paths: Iterable[Path]) -> None:
        """Look at these files and folders, one after the other."""
        chosen = tuple(paths)
        if self._session is not None and chosen:
            self._photos.add(self._session, chosen)

    def save(self) -> None:
        """Write the person with consent and samples."""
        if self._session is not None and self.model.can_save:
            self._show(replace(self.model, is_busy=True))
            self._call(server_calls.save_session, self._saved, self._session)

    def discard(self) -> None:
        """Throw everything away."""
        self._leave_session()
        self._show(moves.begin_anew(self.model))
        self.load()

    def see_report(self) -> None:
        self._show(replace(self.model, step=Step.REPORT))

    def finish(self) -> None:
        """The report was read."""
        self._close_webcam()
        self._show(moves.begin_anew(self.model))
        self.load()

    def add_more(self) -> None:
        """More samples of the person who was just enrolled."""
        report = self.model.report
        if report is not None:
            self._close_webcam()
            self._show(moves.begin_anew(self.model))
            self.begin_with(report.person_id)

    # ------------------------------------------------------------------ answers
    def _show_household(self, found: tuple[tuple[Member, ...], ConsentText]) -> None:
        self._show(moves.with_household(self.model, *found))
        wanted, self._wanted_person = self._wanted_person, None
        if self.model.step is Step.PERSON and wanted is not None:
            member = next((each for each in self.model.members if each.person_id == wanted), None)
            if member is not None:
                self.choose_member(member)

    def _show_webcams(self, found: tuple[Source, ...]) -> None:
        self._show(replace(self.model, webcams=found))

    def _begin(self, source: Source) -> None:
        self._round += 1
        this_round, house = self._round, self._station.bridge.house

        def began(session: GuidedEnrolment) -> None:
            if this_round != self._round:  # left while it was being begun
                self._station.bridge.call(session.leave)
                return
            self._session = session
            self._began(source, session)

        self._call(server_calls.begin_session, began, house, self.model, source.camera_id)

    def _began(self, source: Source, session: GuidedEnrolment) -> None:
        if source.camera_id != self._webcam:
            self._close_webcam()
        self._show(moves.began(self.model, source, session.state))

    def _open_webcam(self, source: Source) -> None:
        cameras = self._station.bridge.local_cameras

        def opened(camera_id: CameraId) -> None:
            self._webcam = camera_id
            self.model = replace(self.model, is_busy=False)
            self.use_source(replace(source, camera_id=camera_id))

        self._call(cameras.open_webcam, opened, source.index, source.name, keep=False)

    def _close_webcam(self) -> None:
        """Give back the webcam that was opened for this enrolment alone."""
        camera_id, self._webcam = self._webcam, None
        bridge = self._station.bridge
        if camera_id is not None and bridge.is_attached:
            bridge.call(bridge.local_cameras.close, camera_id)

    def _saved(self, report: EnrolmentReport) -> None:
        model = moves.saved(self.model, report)
        self._session = None
        self._photos.clear()
        camera_id = model.source.camera_id if model.source is not None else None
        if camera_id is not None:
            model = replace(model, try_out=TryOut(camera_id, report.person_id))
        self._show(model)

    def _leave_session(self) -> None:
        self._round += 1
        session, self._session = self._session, None
        self._photos.clear()
        if session is not None and self._station.bridge.is_attached:
            self._station.bridge.call(session.leave)
        self._close_webcam()

    def _show_photos(self, rows: tuple[PhotoRow, ...]) -> None:
        self._show(replace(self.model, photos=rows))

    # ------------------------------------------------------------------ news
    def _poll(self) -> None:
        """30 times a second: only what is new is shown."""
        if self._session is not None:
            if self.model.state is not self._session.state and not self.model.is_busy:
                self._take_state(self._session.state)
        elif self.model.try_out is not None:
            self._look_at_try_out(self.model.try_out)

    def _take_state(self, state: GuidedState) -> None:
        if state.phase is GuidedPhase.ENDED:  # it broke off by itself; nothing of it was written
            self._leave_session()
            self._show(moves.refused(moves.begin_anew(self.model), Reason.of(GuidedReason.IS_OVER)))
        else:
            self._show(moves.took_state(self.model, state))

    def _look_at_try_out(self, try_out: TryOut) -> None:
        observation = self._station.bridge.latest().get(try_out.camera_id)
        if observation is not None:
            names = {**self._station.report.names, try_out.person_id: self.model.name}
            self._show_try_out(saw(try_out, observation, names))

    def _decided(self, event: EventRecord) -> None:
        if self.model.try_out is not None:
            self._show_try_out(decided(self.model.try_out, event, time.monotonic_ns()))

    def _show_try_out(self, try_out: TryOut) -> None:
        if try_out is not self.model.try_out:
            self._show(replace(self.model, try_out=try_out))

    def _follow_station(self, state: StationState) -> None:
        """Without its server a session is gone, and nothing of it was written."""
        if state.phase is not Phase.RUNNING and (self._session is not None or self.model.step is not Step.PERSON):
            self._session = self._webcam = None
            self._round += 1
            self._photos.clear()
            self._show(EnrolmentModel())

    # ------------------------------------------------------------------ asking
    def _tell(self, function: Callable[_P, Awaitable[object]], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Ask the session for something whose effect its next state shows."""
        self._call(function, _nothing, *args, **kwargs)

    def _call(
        self,
        function: Callable[_P, Awaitable[_T]],
        done: Callable[[_T], object],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> None:
        if self._station.bridge.is_attached:
            self._station.bridge.call(function, *args, **kwargs).then(done, self._refused)

    def _refused(self, error: BaseException) -> None:
        if self._session is None and self.model.report is None:
            self._close_webcam()
        self._show(moves.refused(self.model, _reason(error)))

    def _show(self, model: EnrolmentModel) -> None:
        self.model = model
        self.changed.emit(model)


def _reason(error: BaseException) -> Reason:
    reason = reason_of(error)
    logger.info("an enrolment was told: %s", reason.code)
    return reason


def _nothing(_: object) -> None:
    """The session's next state says what came of it."""
