"""What an enrolment is worth: how alike a person's samples are, and how near the others of the household come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from offload_server.errors import NotFoundError
from offload_server.household.enrolled import enrolled_embeddings
from offload_server.household.enrolment_gates import SAME_PERSON_RATE
from offload_server.household.guided.states import EnrolmentReport, GuidedState, OtherMember
from offload_server.household.guided.tally import Tally
from offload_server.household.house import House
from offload_server.household.likeness import LikenessScale
from offload_server.household.people import find_person
from offload_server.household.records import SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.errors import EngineNotReadyError, InvalidEmbeddingError
from pipeline.gallery import distance, mean_embedding
from pipeline.reasons import PipelineReason
from pipeline.types import Embedding, PersonId, Reason

READ = Scope.PEOPLE_READ


async def enrolment_report(principal: Principal, house: House, person_id: PersonId) -> EnrolmentReport:
    """The report of a person as they are enrolled now.

    NotFoundError (no such person, no sample of the recogniser in use), EngineNotReadyError.
    """
    principal.require(READ)
    status = house.engine.status()
    space = status.template_space
    if space is None:
        raise EngineNotReadyError(status.problem or Reason.of(PipelineReason.ENGINE_LOADING))
    threshold = house.engine.threshold(house.settings.current.false_match_rate)
    scale = LikenessScale(threshold.distance, house.engine.threshold(SAME_PERSON_RATE).distance)

    def work(records: Records) -> EnrolmentReport:
        person = find_person(records, person_id)
        enrolled = enrolled_embeddings(records, space)
        own = enrolled.pop(person_id, [])
        if not own:
            raise NotFoundError(Reason.of(ServerReason.SAMPLE_NOT_FOUND))
        others = others_near(own, enrolled, records.people.names())
        return EnrolmentReport(
            person_id=person_id,
            name=person.name,
            samples=len(own),
            seconds=0.0,
            threshold=threshold,
            own=to_the_others(own),
            others=others,
            look_alike=look_alike(others, scale),
        )

    return await house.store.read(work)


def with_course(
    report: EnrolmentReport, ended: GuidedState, kept: Sequence[SampleRecord], tally: Tally, at: dt.datetime
) -> EnrolmentReport:
    """The report with what the enrolment took; ``ended`` is the session's state when its samples were written."""
    ids = {str(record.id) for record in kept}
    counts = Counter(sample.direction for sample in ended.samples if sample.id in ids)
    return replace(
        report,
        seconds=tally.seconds,
        pictures_seen=tally.pictures,
        refusals=tally.refusals,
        by_direction=MappingProxyType(dict(counts)),
        finished_at=at,
    )


def to_the_others(own: Sequence[Embedding]) -> tuple[float, ...]:
    """Each sample's distance to the mean of the person's others, in their order; none for an only one."""
    if len(own) < 2:
        return ()
    found = []
    for index, each in enumerate(own):
        try:
            mean = mean_embedding([*own[:index], *own[index + 1 :]])
        except InvalidEmbeddingError:  # vectors that cancel out: as far from everything as can be
            found.append(2.0)
        else:
            found.append(distance(each, mean))
    return tuple(found)


def others_near(
    own: Sequence[Embedding], enrolled: Mapping[PersonId, Sequence[Embedding]], names: Mapping[PersonId, str]
) -> tuple[OtherMember, ...]:
    """Everyone else's samples against this person's template, nearest first."""
    template = mean_embedding(own)
    members = [
        OtherMember(
            person_id, names.get(person_id, person_id), tuple(sorted(distance(each, template) for each in samples))
        )
        for person_id, samples in enrolled.items()
        if samples
    ]
    return tuple(sorted(members, key=lambda member: member.distances[0]))


def look_alike(others: Sequence[OtherMember], scale: LikenessScale) -> OtherMember | None:
    """The nearest other whose visits may come out as uncertain: nearer than the engine's margin beyond the threshold.

    ``others`` nearest first.
    """
    nearest = next(iter(others), None)
    return nearest if nearest is not None and nearest.distances[0] < scale.close else None
