"""Drawn doors in each state that a tile can be in, for pictures of the program and for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.head import Head
from desktop_app.painting.strip_model import (
    NOBODY_COMPARED,
    Mark,
    Sign,
    StripForm,
    StripModel,
    gauge_strip,
)
from desktop_app.wall.tile_model import TileFace, TileModel, TileState
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, PersonId, Reason, TrackId

WIDTH_PX, HEIGHT_PX = 640, 480
THRESHOLD: Final = 1.07
_EVENING: Final = dt.datetime(2026, 11, 22, 18, 42, 7, tzinfo=dt.timezone(dt.timedelta(hours=9)))

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"seoyeon": "Seo-yeon", "minjun": "Min-jun", "jiwoo": "Ji-woo", "haeun": "Ha-eun", "sunja": "Sun-ja"},
    "ko": {"seoyeon": "서연", "minjun": "민준", "jiwoo": "지우", "haeun": "하은", "sunja": "순자"},
}
DOORS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "front": "Front door",
        "gate": "Garden gate",
        "back": "Back door",
        "stairs": "Stairwell",
        "side": "Side door",
    },
    "ko": {"front": "현관", "gate": "마당 대문", "back": "뒷문", "stairs": "계단", "side": "옆문"},
}


def mark(who: str, distance: float, language: str = "en") -> Mark:
    """A drawn person on a strip."""
    return Mark(PersonId(who), NAMES[language].get(who, ""), distance)


def strip(sign: Sign, nearest: Mark, runner_up: Mark | None = None, form: StripForm = StripForm.PLAIN) -> StripModel:
    """A strip with the threshold of the drawn household."""
    return StripModel(sign, form, THRESHOLD, "L2", nearest, runner_up)


_TOO_SMALL: Final = (
    Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60),
    Reason.of(PipelineReason.FACE_TURNED, yaw_deg=34, limit_deg=30),
)


def face(figure: Figure, sign: Sign | None, shown: StripModel, reasons: Sequence[Reason] = ()) -> TileFace:
    """A drawn figure as a face of a tile."""
    name = shown.nearest.name if shown.nearest else ""
    other = shown.runner_up.name if shown.runner_up and sign is Sign.UNCERTAIN else ""
    track = TrackId(abs(hash((figure.x, figure.y))) % 10_000)
    return TileFace(track, figure.box, figure.landmarks, sign, shown, name, other, tuple(reasons))


def _live(door: str, language: str, scene: str, faces: Sequence[tuple[Figure, TileFace]], fps: float) -> TileModel:
    return TileModel(
        CameraId(door),
        DOORS[language][door],
        TileState.LIVE,
        image=camera_picture(WIDTH_PX, HEIGHT_PX, scene, [figure for figure, _ in faces]),
        faces=tuple(face for _, face in faces),
        age_s=0.1,
        picture_at=_EVENING,
        fps=fps,
        latency_ms=96,
    )


def recognised(language: str) -> TileModel:
    figure = Figure("seoyeon", 320, 192, 1.08, Head(-7, 2))
    shown = strip(Sign.RECOGNISED, mark("seoyeon", 0.81, language), mark("haeun", 1.24, language))
    return _live("front", language, "porch", [(figure, face(figure, Sign.RECOGNISED, shown))], 14.8)


def unknown(language: str) -> TileModel:
    figure = Figure("courier", 356, 190, 1.02, Head(12, -3))
    shown = strip(Sign.UNKNOWN, mark("minjun", 1.31, language), mark("seoyeon", 1.38, language))
    return _live("gate", language, "gate", [(figure, face(figure, Sign.UNKNOWN, shown))], 15.0)


def too_small(language: str) -> TileModel:
    figure = Figure("neighbour", 384, 176, 0.5, Head(30, 0))
    shown = face(figure, Sign.POOR_VIEW, gauge_strip(_TOO_SMALL), _TOO_SMALL)
    return _live("back", language, "night", [(figure, shown)], 14.6)


def several(language: str) -> TileModel:
    """Four people at once: uncertain, suspected, gathering, and one behind them."""
    a = Figure("haeun", 130, 190, 0.62, Head(8))
    b = Figure("minjun", 320, 180, 0.66)
    c = Figure("jiwoo", 510, 196, 0.58, Head(-12))
    d = Figure("stranger", 590, 90, 0.3)
    seoyeon, haeun = mark("seoyeon", 0.97, language), mark("haeun", 0.9, language)
    attack = strip(Sign.ATTACK, mark("minjun", 0.88, language), mark("jiwoo", 1.29, language))
    gathering = strip(Sign.RECOGNISED, mark("jiwoo", 0.84, language), form=StripForm.PROVISIONAL)
    far = strip(Sign.UNKNOWN, mark("seoyeon", 1.4, language))
    faces = [
        (a, face(a, Sign.UNCERTAIN, strip(Sign.UNCERTAIN, haeun, seoyeon))),
        (b, face(b, Sign.ATTACK, attack)),
        (c, face(c, None, gathering)),
        (d, face(d, Sign.UNKNOWN, far)),
    ]
    return _live("front", language, "porch", faces, 12.4)


def paused(language: str) -> TileModel:
    figure = Figure("minjun", 318, 182, 1.02, Head(3))
    return TileModel(
        CameraId("front"),
        DOORS[language]["front"],
        TileState.PAUSED,
        image=camera_picture(WIDTH_PX, HEIGHT_PX, "porch", [figure]),
        faces=(face(figure, None, NOBODY_COMPARED),),
        age_s=0.1,
        picture_at=_EVENING,
        fps=15.0,
        latency_ms=31,
        paused=Reason.of(PipelineReason.ENGINE_LOADING),
    )


def stale(language: str) -> TileModel:
    figure = Figure("minjun", 282, 240, 0.9, Head(20))
    return TileModel(
        CameraId("stairs"),
        DOORS[language]["stairs"],
        TileState.STALE,
        image=camera_picture(WIDTH_PX, HEIGHT_PX, "hall", [figure]),
        age_s=12.4,
        picture_at=_EVENING,
    )


def offline(language: str) -> TileModel:
    since = _EVENING - dt.timedelta(minutes=22)
    name = DOORS[language]["gate"]
    return TileModel(CameraId("gate"), name, TileState.OFFLINE, last_seen_at=since, seen_ago_s=1330)


def curtained(language: str) -> TileModel:
    return TileModel(CameraId("back"), DOORS[language]["back"], TileState.CURTAIN, age_s=0.1, fps=14.7)


def connecting(language: str) -> TileModel:
    return TileModel(CameraId("side"), DOORS[language]["side"], TileState.CONNECTING, address="192.168.0.31")


def empty(language: str) -> TileModel:
    """Nobody there."""
    return _live("side", language, "gate", [], 15.0)
