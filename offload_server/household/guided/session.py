"""A guided enrolment that goes on in a house: what a window shows of it, and what it may ask of it.

The session lives in the house, so it survives a window that is closed and a camera that is lost; what it gathered is in
memory only, so nothing is left of one that ends without ``save``.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from offload_server.errors import ConflictError, RefusedError
from offload_server.household.enrolment_gates import MAX_SAMPLES, Neighbours
from offload_server.household.enrolment_samples import neighbours_of
from offload_server.household.guided.drafts import DraftBook
from offload_server.household.guided.judging import Judge
from offload_server.household.guided.lead import Candidate, Lead
from offload_server.household.guided.moment import compose
from offload_server.household.guided.photos import look_at_photo
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.report import READ, enrolment_report, with_course
from offload_server.household.guided.saving import save_enrolment
from offload_server.household.guided.states import (
    DraftId,
    EnrolmentReport,
    GuidedPhase,
    GuidedState,
    PhotoOutcome,
)
from offload_server.household.guided.taking import draft_of, embedded
from offload_server.household.guided.watching import CameraWatch
from offload_server.household.guided.who import Subject, Who, check_who, require_write_of_new
from offload_server.household.house import House
from offload_server.household.names import clean_name
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.errors import PipelineError
from pipeline.types import CameraId, Observation, PersonId, Reason

ENROL = Scope.ENROL
_LOG = logging.getLogger(__name__)


async def begin(principal: Principal, house: House, who: Who, camera_id: CameraId | None = None) -> GuidedEnrolment:
    """Begin to enrol ``who`` in front of a camera, or (None) from photos until ``use_camera``.

    Forbidden, ConflictError (another enrolment goes on, name taken, camera not connected), NotFoundError, RefusedError
    (name, consent, no room) or EngineNotReadyError. Nothing is written before ``save``.
    """
    principal.require(ENROL)
    require_write_of_new(principal, who)
    _refuse_second(house)
    _check_camera(house, camera_id)

    def work(records: Records) -> tuple[Subject, Neighbours]:
        subject = check_who(records, house, who)
        return subject, neighbours_of(records, house, subject.person_id)

    subject, neighbours = await house.store.read(work)
    _refuse_second(house)  # another one may have begun during the read
    session = GuidedEnrolment(house, subject, neighbours)
    house.guided.session = session
    session._start(camera_id)  # noqa: SLF001 - of this module
    return session


class GuidedEnrolment:
    """One enrolment. ``state`` may be read from any thread, newest wins; everything else runs on the server's loop.

    Every method but ``state`` raises RefusedError once the session is over; ``leave`` may be called again.
    """

    def __init__(self, house: House, subject: Subject, neighbours: Neighbours) -> None:
        self._house = house
        self._subject = subject
        self._book = DraftBook()
        self._lead = Lead(subject.name, self._book, MAX_SAMPLES - len(neighbours.own))
        self._judge = Judge(neighbours, self._book, self._lead)
        self._watch = CameraWatch(house.views, self._see, self._take, self._camera_lost)
        self._camera_id: CameraId | None = None
        self._paused = self._lost = self._saving = self._over = False
        self._task: asyncio.Task[None] | None = None
        self._state = self._compose()

    @property
    def state(self) -> GuidedState:
        """The newest moment; immutable."""
        return self._state

    @property
    def person_id(self) -> PersonId:
        """Whose enrolment this is; a new person is in the store only after ``save``."""
        return self._subject.person_id

    async def pause(self) -> None:
        """Keep nothing until ``resume``; the picture goes on."""
        self._go_on()
        self._paused = True
        self._watch.forget()
        self._publish()

    async def resume(self) -> None:
        """Go on where it was; faces that the admin turned down are looked at again."""
        self._go_on()
        self._paused = False
        self._lead.rejected.clear()
        self._publish()

    async def undo_last(self) -> None:
        """Drop the newest sample; harmless without one."""
        self._go_on()
        self._book.undo_last()
        self._publish()

    async def remove(self, draft_id: DraftId) -> None:
        """Drop one sample; harmless when it is gone."""
        self._go_on()
        self._book.remove(draft_id)
        self._publish()

    async def rename(self, name: str) -> None:
        """Another name for a person who is not in the store yet (the first one was taken); RefusedError."""
        self._go_on()
        if self._subject.is_new:
            self._subject = replace(self._subject, name=clean_name(name))
            self._lead.person_name = self._subject.name
        self._publish()

    async def use_camera(self, camera_id: CameraId | None) -> None:
        """Look through another camera, or none; what is kept stays. ConflictError when it is not connected."""
        self._go_on()
        _check_camera(self._house, camera_id)
        self._look_through(camera_id)

    async def without_movement(self, without: bool) -> None:
        """Ask for nothing but the front; what was kept of other directions stays."""
        self._go_on()
        self._lead.without_movement = without
        self._watch.forget()
        self._publish()

    async def begin_arrival(self) -> None:
        """Go on to "as you usually arrive": up to three samples with glasses or a hat."""
        self._go_on()
        self._lead.begin_arrival()
        self._watch.forget()
        self._publish()

    async def answer(self, accept: bool) -> None:
        """The admin's answer to ``state.question``; harmless without one.

        True keeps the sample; likeness to the same other person is not asked about again in this enrolment, a face
        unlike the samples not as long as it stays in sight. False drops it, and leaves this face alone as long.
        """
        self._go_on()
        self._judge.answer(accept=accept)
        self._publish()

    async def add_photo(self, file_name: str, picture: bytes) -> PhotoOutcome:
        """Keep the one face of a photo (JPEG or PNG) or say every reason why not; EngineNotReadyError.

        A photo that is doubtful is refused and asked about (``state.question``), unless another question waits.
        """
        self._go_on()
        looked = await look_at_photo(self._house, self.person_id, file_name, picture)
        self._go_on()
        outcome = self._judge.weigh_photo(looked)
        self._publish()
        return outcome

    async def save(self, principal: Principal) -> EnrolmentReport:
        """Write person, consent and samples at once, end the session and say what it is worth.

        Forbidden; RefusedError (nothing kept, no longer sure whose face it is, consent), ConflictError (name taken: see
        ``rename``), NotFoundError, EngineNotReadyError, StorageFullError: nothing was written then, and it goes on.
        """
        self._go_on()
        principal.require(ENROL)
        principal.require(READ)
        require_write_of_new(principal, self._subject)
        if self._saving:
            raise RefusedError(Reason.of(GuidedReason.IS_OVER))
        if not self._book.samples:
            raise RefusedError(Reason.of(GuidedReason.NOTHING_KEPT))
        self._saving = True
        try:
            kept = await save_enrolment(self._house, self._subject, self._book.samples, self._judge.has_accepted)
        finally:
            self._saving = False
        ended = self._state
        await self.leave()
        report = await enrolment_report(principal, self._house, self._subject.person_id)
        return with_course(report, ended, kept, self._lead.tally, self._house.clock())

    async def leave(self) -> None:
        """End it and forget what was not saved; idempotent."""
        task, self._task = self._task, None
        self._end()
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    # ---- from the loops

    def _start(self, camera_id: CameraId | None) -> None:
        self._look_through(camera_id)
        self._task = asyncio.create_task(self._watch.run(), name="guided enrolment")
        self._house.tasks.add(self._task)
        self._task.add_done_callback(self._ended)

    def _see(self, observation: Observation) -> Candidate | None:
        self._lost = False
        candidate = self._lead.see(observation, active=self._is_active())
        self._publish()
        return candidate

    async def _take(self, candidate: Candidate) -> None:
        try:
            await self._weigh(candidate)
        except PipelineError as error:  # the engine stops, or another network takes over: the frame is lost, no more
            self._lead.tally.refuse((error.reason,))
        self._publish()

    async def _weigh(self, candidate: Candidate) -> None:
        face = await embedded(self._house, candidate.face, candidate.observation)
        if face is None:
            return
        camera_id = candidate.observation.camera_id
        draft = await draft_of(self._house, self.person_id, face, candidate.direction, camera_id)
        if self._may_keep(candidate):
            self._judge.weigh(candidate, draft)

    def _may_keep(self, candidate: Candidate) -> bool:
        """The world went on while the face was embedded."""
        is_of_now = candidate.observation.camera_id == self._camera_id and self._lead.still_wants(candidate)
        return is_of_now and self._is_active()

    def _is_active(self) -> bool:
        return not (self._paused or self._saving or self._over) and self._judge.question is None

    def _camera_lost(self) -> None:
        if not self._lost:
            self._lost = True
            self._publish()

    # ---- within

    def _go_on(self) -> None:
        if self._over:
            raise RefusedError(Reason.of(GuidedReason.IS_OVER))

    def _look_through(self, camera_id: CameraId | None) -> None:
        self._camera_id = camera_id
        self._lost = False
        self._lead.another_camera()
        self._watch.forget()
        self._watch.use(camera_id)
        self._publish()

    def _end(self) -> None:
        if self._over:
            return
        self._over = True
        self._judge.answer(accept=False)
        self._book.clear()
        if self._house.guided.session is self:
            self._house.guided.session = None
        self._publish()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._house.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a guided enrolment broke off", exc_info=error)
        self._end()

    def _publish(self) -> None:
        self._state = self._compose()

    def _phase(self) -> GuidedPhase:
        if self._over:
            return GuidedPhase.ENDED
        if self._paused:
            return GuidedPhase.PAUSED
        if not self._lead.open_directions():
            return GuidedPhase.COMPLETE
        return GuidedPhase.CAMERA_LOST if self._lost else GuidedPhase.LOOKING

    def _compose(self) -> GuidedState:
        return compose(self._phase(), self._camera_id, self._judge.question, self._lead, self._book)


def _refuse_second(house: House) -> None:
    if house.guided.session is not None:
        raise ConflictError(Reason.of(GuidedReason.ALREADY_RUNNING, person=house.guided.session.state.person_name))


def _check_camera(house: House, camera_id: CameraId | None) -> None:
    if camera_id is not None and not house.views.is_connected(camera_id):
        raise ConflictError(Reason.of(ServerReason.CAMERA_NOT_CONNECTED))
    if camera_id is not None and house.standing.waits(camera_id):
        raise ConflictError(Reason.of(ServerReason.CAMERA_NOT_CONFIRMED))
