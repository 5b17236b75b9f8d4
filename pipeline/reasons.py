"""The reason codes that the pipeline speaks in; ``resources.sentences`` holds a sentence for each."""

from __future__ import annotations

import enum


class PipelineReason(enum.StrEnum):
    """Parameters in brackets."""

    # a face cannot be judged
    FACE_TOO_SMALL = "face_too_small"  # face_px, needed_px
    FACE_TURNED = "face_turned"  # yaw_deg, limit_deg (both rounded, positive)
    FACE_TILTED = "face_tilted"  # pitch_deg, limit_deg
    FACE_LEANING = "face_leaning"  # roll_deg, limit_deg
    FACE_TOO_DARK = "face_too_dark"  # brightness, needed
    FACE_TOO_BRIGHT = "face_too_bright"  # brightness, limit
    FACE_LOW_CONTRAST = "face_low_contrast"  # contrast, needed
    FACE_BLURRED = "face_blurred"  # sharpness, needed
    FACE_CUT_OFF = "face_cut_off"  # at the edge of the picture
    EYES_CLOSED = "eyes_closed"  # eye_openness, needed; at enrolment only
    # a picture is refused
    PICTURE_EMPTY = "picture_empty"
    PICTURE_NOT_SUPPORTED = "picture_not_supported"  # kind (HEIC, GIF, WebP, text ...)
    PICTURE_DAMAGED = "picture_damaged"
    PICTURE_TOO_MANY_BYTES = "picture_too_many_bytes"  # bytes, limit_bytes
    PICTURE_TOO_LARGE = "picture_too_large"  # width_px, height_px, limit_megapixels
    # a decision
    NO_ONE_ENROLLED = "no_one_enrolled"
    NEAREST_TOO_FAR = "nearest_too_far"  # distance, threshold
    CLOSE_TO_THRESHOLD = "close_to_threshold"  # distance, threshold
    TOO_ALIKE = "too_alike"  # margin, needed
    TOO_FEW_GOOD_FRAMES = "too_few_good_frames"  # frames, needed
    LIVENESS_DOUBTED = "liveness_doubted"
    # the engine
    ENGINE_LOADING = "engine_loading"
    ENGINE_FAILED = "engine_failed"  # problem
    RUNTIME_MEASURED_FASTEST = "runtime_measured_fastest"  # face_ms, slowest_ms
    RUNTIME_HAS_GPU = "runtime_has_gpu"
    RUNTIME_ASKED_FOR = "runtime_asked_for"
    RUNTIME_NOT_CONVERTED = "runtime_not_converted"
    SPACES_DIFFER = "spaces_differ"
    EMBEDDING_INVALID = "embedding_invalid"
