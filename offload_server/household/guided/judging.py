"""Whose face a draft is: kept, refused, or a question to the admin."""

from __future__ import annotations

from dataclasses import dataclass, replace

from offload_server.household.enrolment_gates import MAX_SAMPLES, Neighbours
from offload_server.household.guided.drafts import Draft, DraftBook
from offload_server.household.guided.lead import Candidate, Lead
from offload_server.household.guided.photos import LookedAt
from offload_server.household.guided.states import PhotoOutcome
from offload_server.household.guided.taking import Question, is_question, question_of, refusal_of
from offload_server.reasons import ServerReason
from pipeline.types import Reason, TrackId

_DOUBTS_IN_A_ROW = 2
"""One odd frame is not worth a question."""


class Judge:
    """Compares each draft with everybody who is known and with what this enrolment kept. Loop thread only."""

    def __init__(self, neighbours: Neighbours, book: DraftBook, lead: Lead) -> None:
        self._accepted: set[_Doubt] = set()
        self._neighbours = neighbours
        self._book = book
        self._lead = lead
        self._question: Question | None = None
        self._doubts = 0

    def has_accepted(self, refusal: Reason) -> bool:
        """Whether the admin said of a face with this doubt that it is the person's."""
        person = _doubt(refusal, None).person
        return any((each.code, each.person) == (refusal.code, person) for each in self._accepted)

    @property
    def question(self) -> Reason | None:
        """What the admin is asked now; until the answer nothing more is kept."""
        return None if self._question is None else self._question.asked

    def weigh(self, candidate: Candidate, draft: Draft) -> None:
        """Keep a draft of a frame, refuse it, or ask."""
        refusal = self._refusal(draft, candidate.face.track_id)
        if refusal is None:
            self._doubts = 0
            self._book.add(draft)
            self._lead.kept(candidate)
        elif is_question(refusal):
            self._doubts += 1
            self._lead.tally.refuse((refusal,))
            if self._doubts >= _DOUBTS_IN_A_ROW:
                self._question = question_of(refusal, draft, self._lead.person_name, candidate.face.track_id)
        elif refusal.code == ServerReason.SAMPLE_ALREADY_KEPT:
            self._lead.too_alike(refusal)

    def weigh_photo(self, looked: LookedAt) -> PhotoOutcome:
        """The same for a photo; it is asked about unless another question waits."""
        refusal = None if looked.draft is None else self._refusal(looked.draft)
        if refusal is not None:
            looked = replace(looked, outcome=PhotoOutcome(looked.outcome.file_name, None, (refusal,)))
        if looked.draft is not None and refusal is None:
            self._book.add(looked.draft)
        elif looked.draft is not None and refusal is not None and is_question(refusal):
            self._question = self._question or question_of(refusal, looked.draft, self._lead.person_name)
        self._lead.tally.refuse(looked.outcome.reasons)
        return looked.outcome

    def answer(self, *, accept: bool) -> None:
        """The admin's answer; harmless without a question."""
        question, self._question = self._question, None
        self._doubts = 0
        if question is None:
            return
        if accept:
            self._accepted.add(_doubt(question.refused, question.track_id))
            self._book.add(question.draft)
        elif question.track_id is not None:
            self._lead.rejected.add(question.track_id)

    def _refusal(self, draft: Draft, track_id: TrackId | None = None) -> Reason | None:
        if len(own := (*self._neighbours.own, *self._book.embeddings)) >= MAX_SAMPLES:
            return Reason.of(ServerReason.TOO_MANY_SAMPLES, limit=MAX_SAMPLES)
        refusal = refusal_of(draft, replace(self._neighbours, own=own))
        return None if refusal is None or self._is_answered(_doubt(refusal, track_id)) else refusal

    def _is_answered(self, doubt: _Doubt) -> bool:
        """A twin stays one; a face that is only unlike the samples is anybody's, and each photo a face of its own."""
        return doubt in self._accepted and (doubt.person is not None or doubt.track_id is not None)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What an answer holds for: likeness to the same other person, or this one face as long as it is in sight."""

    code: str
    person: str | None
    track_id: TrackId | None


def _doubt(refusal: Reason, track_id: TrackId | None) -> _Doubt:
    person = refusal.figures().get("person")
    return _Doubt(refusal.code, None if person is None else str(person), track_id if person is None else None)
