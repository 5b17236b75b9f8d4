"""Tells what happens: as JSON lines for programs, or as aligned lines for people."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import Protocol, TextIO

from offload_server.demo.summary import Counters, Record, ShownDecision
from pipeline.types import Reason, Verdict
from resources.catalogue import Catalogue

_CLEAR = frozenset({Verdict.RECOGNISED, Verdict.UNKNOWN})
"""Verdicts whose whole reason is the distance beside them."""


class Narrator(Protocol):
    """Called from one thread."""

    def step(self, code: str, **figures: object) -> None:
        """Something on the way to ready was done."""

    def decision(self, shown: ShownDecision) -> None:
        """A visit was decided."""

    def problem(self, reason: Reason) -> None:
        """The demo cannot go on."""

    def summary(self, record: Record, counters: Counters, failures: tuple[Reason, ...]) -> None:
        """The end."""


class JsonNarrator:
    """One JSON object a line on ``out``; sentences for a person who watches go to ``err``."""

    def __init__(self, words: Catalogue, out: TextIO = sys.stdout, err: TextIO = sys.stderr) -> None:
        self._words = words
        self._out = out
        self._err = err

    def step(self, code: str, **figures: object) -> None:
        print(self._words.say(code, **figures), file=self._err, flush=True)

    def decision(self, shown: ShownDecision) -> None:
        self._write(
            event="decision",
            camera=shown.camera,
            decision=shown.verdict.value,
            person=shown.person,
            distance=_rounded(shown.distance, 4),
            unit=shown.unit,
            threshold=_rounded(shown.threshold, 4),
            revision=shown.revision,
            visit_id=shown.visit_id,
            expected=sorted(shown.expected),
            reasons=[_as_json(reason, self._words) for reason in shown.reasons],
            frames_used=shown.frames_used,
            newest_frame_age_ms=_rounded(shown.newest_frame_age_ms, 1),
            seconds=round(shown.seconds, 2),
        )

    def problem(self, reason: Reason) -> None:
        self._write(event="problem", **_as_json(reason, self._words))
        print(self._words.say_reason(reason), file=self._err, flush=True)

    def summary(self, record: Record, counters: Counters, failures: tuple[Reason, ...]) -> None:
        visits = record.visits()
        self._write(
            event="summary",
            frames=counters.frames,
            frames_with_face=counters.frames_with_face,
            frames_per_second=round(counters.frames_per_second, 2),
            decisions={verdict.value: visits[verdict] for verdict in Verdict},
            wrong_names=record.wrong_names,
            seconds=round(counters.seconds, 2),
            welcomed=sorted(record.welcomed),
            passed=not failures,
            failures=[_as_json(reason, self._words) for reason in failures],
        )
        for reason in failures:
            print(self._words.say_reason(reason), file=self._err, flush=True)

    def _write(self, **content: object) -> None:
        print(json.dumps(content, ensure_ascii=False), file=self._out, flush=True)


class PeopleNarrator:
    """Sentences and one aligned line a decision."""

    def __init__(self, words: Catalogue, out: TextIO = sys.stdout, err: TextIO = sys.stderr) -> None:
        self._words = words
        self._out = out
        self._err = err

    def step(self, code: str, **figures: object) -> None:
        self._write(self._words.say(code, **figures))

    def decision(self, shown: ShownDecision) -> None:
        label = self._words.say(f"verdict_{shown.verdict.value.lower()}")
        columns = [_padded(f"{shown.seconds:5.1f} s", 9), _padded(shown.camera, 13), _padded(label, 18)]
        self._write("".join([*columns, _padded(shown.person or "–", 9), self._distance(shown)]).rstrip())
        if shown.verdict not in _CLEAR:
            for reason in shown.reasons:
                self._write(" " * 9 + self._words.say_reason(reason))

    def problem(self, reason: Reason) -> None:
        print(self._words.say_reason(reason), file=self._err, flush=True)

    def summary(self, record: Record, counters: Counters, failures: tuple[Reason, ...]) -> None:
        self._write("")
        self._write(
            self._words.say(
                "demo_frames",
                frames=counters.frames,
                seconds=round(counters.seconds, 1),
                frames_per_second=round(counters.frames_per_second, 1),
                frames_with_face=counters.frames_with_face,
            )
        )
        visits = record.visits()
        counts = [f"{self._words.say(f'verdict_{verdict.value.lower()}')} {visits[verdict]}" for verdict in Verdict]
        self._write(" · ".join(counts))
        for reason in failures or (Reason.of("demo_passed"),):
            self._write(self._words.say_reason(reason))

    def _distance(self, shown: ShownDecision) -> str:
        if shown.distance is None or shown.threshold is None:
            return ""
        return self._words.say("demo_distance", distance=shown.distance, threshold=shown.threshold)

    def _write(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _as_json(reason: Reason, words: Catalogue) -> dict[str, object]:
    return {"code": reason.code, "parameters": reason.figures(), "detail": words.say_reason(reason)}


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _padded(text: str, columns: int) -> str:
    """``text`` filled up to ``columns`` of a terminal, in which a Korean syllable takes two."""
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, columns - width)
