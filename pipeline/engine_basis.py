"""What faces are compared with: kept from the first moment on, complete once the recogniser is there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from pipeline.calibration import DEFAULT_FALSE_MATCH_RATE
from pipeline.errors import TemplateSpaceMismatchError
from pipeline.gallery import Gallery
from pipeline.ports import Recogniser
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, Template
from pipeline.visit_state import Basis, VisitRules

logger = logging.getLogger(__name__)


class BasisHolder:
    """Thread-safe; every change makes a new immutable ``Basis``, which the next frame is judged by."""

    def __init__(self, rules: VisitRules) -> None:
        self._lock = threading.Lock()
        self._rules = rules
        self._gallery = Gallery.of(())
        self._false_match_rate = DEFAULT_FALSE_MATCH_RATE
        self._recogniser: Recogniser | None = None
        self._basis: Basis | None = None

    def current(self) -> Basis:
        """Only after ``complete``."""
        if self._basis is None:
            raise AssertionError("compared before the recogniser was there")
        return self._basis

    def use_gallery(self, templates: Sequence[Template]) -> None:
        """Raises TemplateSpaceMismatchError or InvalidEmbeddingError and then keeps what was there."""
        gallery = Gallery.of(templates)
        with self._lock:
            self._check_spaces(gallery, self._recogniser)
            self._gallery = gallery
            self._renew()

    def use_false_match_rate(self, false_match_rate: float) -> None:
        """ValueError unless between 0 and 1."""
        if not 0.0 < false_match_rate < 1.0:
            raise ValueError(f"a false match rate lies between 0 and 1, not {false_match_rate}")
        with self._lock:
            self._false_match_rate = false_match_rate
            self._renew()

    def complete(self, recogniser: Recogniser) -> Reason | None:
        """Take the scale of ``recogniser``; a gallery of another space, handed in before, is put aside and told."""
        with self._lock:
            self._recogniser = recogniser
            problem = None
            try:
                self._check_spaces(self._gallery, recogniser)
            except TemplateSpaceMismatchError as mismatch:
                # the reason says it all: no traceback
                logger.error("the enrolled templates are not of %s: nobody is recognised", recogniser.space.id)  # noqa: TRY400
                problem, self._gallery = mismatch.reason, Gallery.of(())
            self._renew()
            return problem

    @staticmethod
    def _check_spaces(gallery: Gallery, recogniser: Recogniser | None) -> None:
        foreign = gallery.spaces - {recogniser.space} if recogniser is not None else frozenset()
        if foreign or len(gallery.spaces) > 1:
            raise TemplateSpaceMismatchError(Reason.of(PipelineReason.SPACES_DIFFER))

    def _renew(self) -> None:
        if self._recogniser is not None:
            threshold_at = self._recogniser.default_threshold
            self._basis = Basis(self._gallery, threshold_at, self._false_match_rate, self._rules)
