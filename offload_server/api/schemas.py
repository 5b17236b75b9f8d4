"""Types that several resources answer with."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from pipeline.types import Reason
from resources.catalogue import Catalogue


class Schema(BaseModel):
    """Frozen; a field that is not declared is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SaidReason(Schema):
    """Why: ``code`` for programs, ``sentence`` in the language that was asked for."""

    code: str
    parameters: dict[str, str | int | float]
    sentence: str

    @classmethod
    def of(cls, reason: Reason, words: Catalogue) -> SaidReason:
        return cls(code=reason.code, parameters=reason.figures(), sentence=words.say_reason(reason))


def said(reasons: tuple[Reason, ...], words: Catalogue) -> list[SaidReason]:
    """Every reason with its sentence."""
    return [SaidReason.of(reason, words) for reason in reasons]


def utc(at: dt.datetime) -> dt.datetime:
    """A time as it is stored, checked to be aware: a naive one would be read in the reader's time zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a time zone")
    return at.astimezone(dt.UTC)
