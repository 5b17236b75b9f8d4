"""Taking samples out, with a few seconds to think better of it.

Honest about what "removed" means: the samples are erased from the store, and leave the gallery, at once and for good.
For ``UNDO_S`` this process alone still holds them, unsealed, in memory; putting them back writes them anew. So a crash,
a power cut or a stop in those seconds cannot keep in secret what was removed - it is the undo that is lost.
"""

from __future__ import annotations

import asyncio
import logging

from offload_server.errors import NotFoundError, RefusedError, StorageDamagedError
from offload_server.household.enrolment_samples import room_for_samples
from offload_server.household.house import House
from offload_server.household.people import find_person
from offload_server.household.records import ConsentId, SampleId
from offload_server.reasons import ServerReason
from offload_server.store.samples import WholeSample
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import PersonId, Reason

ENROL = Scope.ENROL

_LOG = logging.getLogger(__name__)

UNDO_S = 10.0
"""A toast stays 6 s (board.md 5); the rest is for whoever reaches for the keys as it goes."""


class RemovedSamples:
    """What was taken out of one person, until it is put back or forgotten. Belongs to the server's loop."""

    def __init__(self, person_id: PersonId, consent_id: ConsentId | None, samples: tuple[WholeSample, ...]) -> None:
        self.person_id = person_id
        self.consent_id = consent_id
        self.count = len(samples)
        self._samples = samples

    def forget(self) -> None:
        """Let go of the samples; idempotent."""
        self._samples = ()

    @property
    def samples(self) -> tuple[WholeSample, ...]:
        """Oldest first; none once they are forgotten."""
        return self._samples


async def remove_samples(
    principal: Principal, house: House, person_id: PersonId, sample_ids: tuple[SampleId, ...]
) -> RemovedSamples:
    """Erase samples of a person, all or none; NotFoundError. What comes back can put them back for ``UNDO_S``."""
    principal.require(ENROL)

    def work(records: Records) -> RemovedSamples:
        person = find_person(records, person_id)
        taken = [_take(records, person_id, sample_id) for sample_id in sample_ids]
        consent_id = person.consent.id if person.consent is not None else None
        return RemovedSamples(person_id, consent_id, tuple(each for each in taken if each is not None))

    removed = await house.store.erase(work, then=house.use_enrolled)
    asyncio.get_running_loop().call_later(UNDO_S, removed.forget)
    return removed


async def put_back(principal: Principal, house: House, removed: RemovedSamples) -> None:
    """Undo ``remove_samples``, once.

    RefusedError when the time is over, they were put back already, the consent is not the one that they were given
    under, or there is no room any more; NotFoundError when the person is gone.
    """
    principal.require(ENROL)
    samples = removed.samples
    if not samples:
        raise RefusedError(Reason.of(ServerReason.REMOVAL_FINAL))

    def work(records: Records) -> None:
        room = room_for_samples(records, removed.person_id)
        consent = find_person(records, removed.person_id).consent
        if consent is None or consent.id != removed.consent_id or room < len(samples):
            raise RefusedError(Reason.of(ServerReason.REMOVAL_FINAL))
        for sample in samples:
            records.samples.insert_whole(sample)

    await house.store.write(work, then=house.use_enrolled)
    removed.forget()


def _take(records: Records, person_id: PersonId, sample_id: SampleId) -> WholeSample | None:
    """Delete one; None when it was too damaged to be put back."""
    try:
        sample = records.samples.whole(person_id, sample_id)
    except StorageDamagedError:
        _LOG.exception("sample %s of person %s cannot be read: it is erased for good", sample_id, person_id)
        sample = None
    if not records.samples.delete(person_id, sample_id):
        raise NotFoundError(Reason.of(ServerReason.SAMPLE_NOT_FOUND))
    return sample
