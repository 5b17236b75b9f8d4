"""What a face must be before it may become a sample: pure checks, each refusal with its reason.

A gallery is poisoned by what is let into it (field.md, finding 7: crops of 22x28 px of the right person gave 92-100 %
false matches of everyone), so a doubtful face is refused here, where a person can simply try again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from pipeline.gallery import distance, mean_embedding
from pipeline.types import Embedding, ObservedFace, PersonId, Reason

MAX_SAMPLES = 30
"""A person. More add nothing to a mean and slow down what a person must look through."""
SECOND_FACE_PX = 60
"""The floor of design.md 8: a smaller second face could not be enrolled by mistake, as it could not be judged."""
NEAR_DUPLICATE_SHARE = 0.093
"""Of the threshold at the default rate: about .1 plain L2 for SFace. The same photo again is at 0, the next frame of a
still face at .11 (median of a 30 fps clip, SFace), frames 200 ms apart at .14 and more (5th percentile): what is nearer
than this teaches nothing."""
SAME_PERSON_RATE = 5e-2
"""By the scale of averaged embeddings; one photo in a hundred of strangers is nearer than that to a person's other
samples: who is farther is hardly the same person."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Whom a new sample is compared with: the person's own samples and the others' means.

    Distances in the recogniser's unit: ``threshold`` is the one in force, beyond ``doubt_distance`` it is hardly the
    same person.
    """

    own: Sequence[Embedding]
    others: Mapping[PersonId, Embedding]
    names: Mapping[PersonId, str]
    threshold: float
    doubt_distance: float


def only_face(faces: Sequence[ObservedFace]) -> ObservedFace:
    """The one face of a picture; RefusedError when there is none, or a second one large enough to be meant."""
    if not faces:
        raise RefusedError(Reason.of(ServerReason.NO_FACE_IN_PICTURE))
    large = [face for face in faces if face.box.width >= SECOND_FACE_PX]
    if len(large) > 1:
        raise RefusedError(Reason.of(ServerReason.SEVERAL_FACES_IN_PICTURE, faces=len(large)))
    return max(faces, key=lambda face: face.box.width)


def refuse_poor(face: ObservedFace) -> None:
    """RefusedError with every reason why this face would be a poor sample."""
    if face.quality.reasons:
        raise RefusedError(*face.quality.reasons)


def refuse_doubtful(embedding: Embedding, neighbours: Neighbours, *, accept_alike: bool) -> None:
    """RefusedError for a sample that is kept already, is nearer to someone else or unlike the person's own.

    ``accept_alike`` lets the last two pass: the admin has looked, and twins exist.
    """
    own = [distance(embedding, each) for each in neighbours.own]
    if own and min(own) < NEAR_DUPLICATE_SHARE * neighbours.threshold:
        raise RefusedError(Reason.of(ServerReason.SAMPLE_ALREADY_KEPT))
    if not accept_alike:
        to_self = distance(embedding, mean_embedding(neighbours.own)) if own else None
        _refuse_someone_else(embedding, neighbours, to_self)
        _refuse_unlike_own(to_self, neighbours.doubt_distance)


def _refuse_someone_else(embedding: Embedding, neighbours: Neighbours, to_self: float | None) -> None:
    to_others = {person_id: distance(embedding, other) for person_id, other in neighbours.others.items()}
    if not to_others:
        return
    nearest = min(to_others, key=lambda person_id: to_others[person_id])
    is_nearer = to_self is None or to_others[nearest] < to_self
    if is_nearer and to_others[nearest] <= neighbours.threshold:
        raise RefusedError(
            Reason.of(
                ServerReason.LOOKS_LIKE_SOMEONE_ELSE,
                person=neighbours.names.get(nearest, nearest),
                distance=round(to_others[nearest], 3),
                threshold=round(neighbours.threshold, 3),
            )
        )


def _refuse_unlike_own(to_self: float | None, limit: float) -> None:
    if to_self is not None and to_self > limit:
        raise RefusedError(
            Reason.of(ServerReason.NOT_LIKE_EARLIER_SAMPLES, distance=round(to_self, 3), threshold=round(limit, 3))
        )
