"""Where the networks compute, as status bar and settings say it; free of Qt."""

from __future__ import annotations

from typing import Final

from pipeline.types import EngineStatus

_AS_WRITTEN: Final = {"cpu": "CPU", "gpu": "GPU", "tensorflow": "TensorFlow", "litert": "LiteRT"}
"""Proper names, the same in every language."""


def compute_text(engine: EngineStatus | None) -> str:
    """Device and runtime, such as "CPU · LiteRT 2.1.5 fp32"; empty while nothing is known."""
    if engine is None or not engine.device:
        return ""
    return " · ".join(_proper(name) for name in (engine.device, engine.runtime) if name)


def _proper(name: str) -> str:
    """``name`` as its makers write it; version and form behind it ("litert 2.1.5 fp32") stay."""
    known, space, rest = name.partition(" ")
    return _AS_WRITTEN.get(known.lower(), known) + space + rest
