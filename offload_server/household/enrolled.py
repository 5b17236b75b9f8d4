"""From the sealed embeddings of the store to the gallery of the engine."""

from __future__ import annotations

import logging
from collections import defaultdict

from offload_server.errors import StorageDamagedError
from offload_server.household.likeness import EnrolledSample
from offload_server.store.store import Records
from pipeline.calibration import mean_template
from pipeline.ports import FaceEngine
from pipeline.types import Embedding, PersonId, Template, TemplateSpace

_LOG = logging.getLogger(__name__)


def use_enrolled(engine: FaceEngine, records: Records) -> None:
    """Swap into ``engine`` everybody who is enrolled, consents and is not paused; a loading engine is left alone."""
    space = engine.status().template_space
    if space is None:
        return
    engine.use_gallery(templates(records, space))


def templates(records: Records, space: TemplateSpace) -> tuple[Template, ...]:
    """One template a person with samples in ``space``, except who is paused."""
    paused = records.people.paused()
    enrolled = enrolled_embeddings(records, space)
    return tuple(mean_template(person_id, own) for person_id, own in enrolled.items() if person_id not in paused)


def enrolled_embeddings(records: Records, space: TemplateSpace) -> dict[PersonId, list[Embedding]]:
    """The embeddings in ``space`` of everybody whose consent is valid, paused or not.

    A damaged one is left out and logged: the others still know the person, and a damaged one must never open a door.
    """
    enrolled = enrolled_samples(records, space)
    return {person_id: [sample.embedding for sample in samples] for person_id, samples in enrolled.items()}


def enrolled_samples(records: Records, space: TemplateSpace) -> dict[PersonId, list[EnrolledSample]]:
    """As ``enrolled_embeddings``, with the samples that they are of; oldest first."""
    found: defaultdict[PersonId, list[EnrolledSample]] = defaultdict(list)
    for stored in records.samples.of_consenting():
        if stored.space != space:
            continue
        try:
            sample = EnrolledSample(stored.sample_id, records.samples.open_embedding(stored))
            found[stored.person_id].append(sample)
        except StorageDamagedError:
            _LOG.exception("sample %s of person %s cannot be read", stored.sample_id, stored.person_id)
    return dict(found)
