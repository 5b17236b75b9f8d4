"""The codes that a camera's program says to people; ``resources.sentences`` holds a sentence for each."""

from __future__ import annotations

import enum


class PiReason(enum.StrEnum):
    """Parameters in brackets."""

    # how it was started
    CAMERA_SPEC_WRONG = "pi_camera_spec_wrong"  # spec
    SERVER_ADDRESS_WRONG = "pi_server_address_wrong"  # address
    DATA_FOLDER_UNUSABLE = "pi_data_folder_unusable"  # folder, problem
    DATA_FOLDER_IN_USE = "pi_data_folder_in_use"  # folder
    STATE_DAMAGED = "pi_state_damaged"  # file
    # the server
    LOOKING_FOR_SERVER = "pi_looking_for_server"
    SERVER_UNREACHABLE = "pi_server_unreachable"  # server
    CONNECTED = "pi_connected"  # server
    DISCONNECTED = "pi_disconnected"
    # the camera
    CAMERA_NOT_THERE = "pi_camera_not_there"  # camera
    CAMERA_FORBIDDEN = "pi_camera_forbidden"  # camera
    CAMERA_BUSY = "pi_camera_busy"  # camera
    CAMERA_NO_MJPEG = "pi_camera_no_mjpeg"  # camera
    CAMERA_SILENT = "pi_camera_silent"  # camera
    CAMERA_FAILED = "pi_camera_failed"  # camera, problem
    CAMERA_BACK = "pi_camera_back"  # camera
    PICAMERA_MISSING = "pi_picamera_missing"
    NO_PICTURES = "pi_no_pictures"  # folder
    PICTURE_TOO_LARGE = "pi_picture_too_large"  # bytes, limit_bytes
    PICTURE_NOT_JPEG = "pi_picture_not_jpeg"
    STOPPED = "pi_stopped"
