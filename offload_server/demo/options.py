"""What the demo was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resources.catalogue import Language


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """``seconds`` counts from ready. ``data``: the folder in which the throw-away folder is made.

    ``weights`` None looks where models are installed. ``shared`` is the developers' folder, which adds a person.
    """

    seconds: float = 30.0
    json: bool = False
    language: Language = "en"
    data: Path | None = None
    weights: Path | None = None
    shared: Path | None = None
