"""The error tree of the pipeline. Every error carries a ``Reason`` that the catalogue can say in any language."""

from __future__ import annotations

from pipeline.types import Reason


class PipelineError(Exception):
    """Something in the pipeline failed; ``reason`` says what, for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code} {reason.figures()}")
        self.reason = reason


class PictureRefusedError(PipelineError, ValueError):
    """The bytes are no picture that we read, or one beyond the limits."""


class TemplateSpaceMismatchError(PipelineError, ValueError):
    """Two embeddings of different template spaces were to be compared: never a number."""


class InvalidEmbeddingError(PipelineError, ValueError):
    """An embedding is not finite, not of unit length or of the wrong size."""


class EngineNotReadyError(PipelineError, RuntimeError):
    """The networks are still loading, or could not be loaded."""
