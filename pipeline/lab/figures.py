"""How commands tell their figures: what was measured first, and a line a figure for those who read no JSON."""

from __future__ import annotations

import argparse

from pipeline.lab.cohort import Cohort


def what_was_measured(cohort: Cohort) -> dict[str, object]:
    """The parts that made the embeddings."""
    return {
        "recogniser": cohort.recogniser,
        "alignment": cohort.space.alignment,
        "detector": cohort.detector,
        "template_space": cohort.space.id,
        "runtime": cohort.runtime,
    }


def origin_of(arguments: argparse.Namespace) -> str:
    """Where the photos or embeddings came from, as the user named it."""
    return str(arguments.images) if arguments.images is not None else ", ".join(map(str, arguments.embeddings))


def as_text(figures: dict[str, object], indent: str = "") -> str:
    """A line a figure, under the names that JSON gives them."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", as_text(value, indent + "    ")]
        else:
            lines.append(f"{indent}{name:<22} {round(value, 6) if isinstance(value, float) else value}")
    return "\n".join(lines)
