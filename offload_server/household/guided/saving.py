"""Everything that an enrolment brought, written in one transaction: person, consent, samples - or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from offload_server.errors import RefusedError
from offload_server.household.enrolment_gates import Neighbours, refuse_doubtful
from offload_server.household.enrolment_samples import keep_samples, neighbours_of
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.who import Subject, write_subject
from offload_server.household.house import House
from offload_server.household.records import SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.samples import NewSample
from offload_server.store.store import Records
from pipeline.types import Reason


async def save_enrolment(
    house: House, subject: Subject, samples: Sequence[NewSample], accepted: Callable[[Reason], bool]
) -> tuple[SampleRecord, ...]:
    """Write it; the engine knows the person when this returns. ``accepted``: what the admin said yes to already.

    RefusedError (nothing to keep, nearer to someone who was enrolled meanwhile, consent), ConflictError (name taken),
    NotFoundError, EngineNotReadyError or StorageFullError: nothing was written then.
    """

    def work(records: Records) -> tuple[SampleRecord, ...]:
        write_subject(records, house, subject)
        fresh = _not_yet_kept(samples, neighbours_of(records, house, subject.person_id), accepted)
        if not fresh:
            raise RefusedError(Reason.of(GuidedReason.NOTHING_KEPT))
        return keep_samples(records, subject.person_id, fresh)

    return await house.store.write(work, then=house.use_enrolled)


def _not_yet_kept(
    samples: Sequence[NewSample], neighbours: Neighbours, accepted: Callable[[Reason], bool]
) -> list[NewSample]:
    """Compare with who is enrolled by now: what was kept meanwhile is left out, what is doubtful refuses all."""
    fresh: list[NewSample] = []
    for sample in samples:
        own = (*neighbours.own, *(each.embedding for each in fresh))
        try:
            refuse_doubtful(sample.embedding, replace(neighbours, own=own), accept_alike=False)
        except RefusedError as error:
            if error.reason.code == ServerReason.SAMPLE_ALREADY_KEPT:
                continue
            if not accepted(error.reason):
                raise
        fresh.append(sample)
    return fresh
