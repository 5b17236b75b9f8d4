"""The reason codes of the weights, said by ``resources.catalogue`` like every other code."""

from __future__ import annotations

import enum


class WeightsReason(enum.StrEnum):
    """Parameters in brackets."""

    WEIGHT_UNKNOWN = "weight_unknown"  # name, known
    WEIGHT_MISSING = "weight_missing"  # name, file, folder
    WEIGHT_DAMAGED = "weight_damaged"  # name, file, folder
    WEIGHT_SOURCE_DAMAGED = "weight_source_damaged"  # name, file, source
    WEIGHT_SOURCE_UNAVAILABLE = "weight_source_unavailable"  # name, file, source, problem
    WEIGHT_SOURCE_FAILED = "weight_source_failed"  # name, file, problem
    WEIGHT_PART_MISSING = "weight_part_missing"  # name, file, source
    WEIGHT_PART_TRUNCATED = "weight_part_truncated"  # name, file, source, bytes, needed_bytes
    WEIGHT_PART_WRONG = "weight_part_wrong"  # name, file, source
    WEIGHT_CONVERTER_MISSING = "weight_converter_missing"  # name, file, package
    WEIGHT_NOT_WRITTEN = "weight_not_written"  # name, file, folder, problem
