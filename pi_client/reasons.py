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
    CONFIG_UNREADABLE = "pi_config_unreadable"  # file, problem
    CONFIG_WRONG = "pi_config_wrong"  # file, option
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


class DoctorReason(enum.StrEnum):
    """What ``munjigi-pi doctor`` found; parameters in brackets."""

    CAMERA_NOT_ASKED = "pi_doctor_camera_not_asked"
    CAMERA_GIVES_PICTURES = "pi_doctor_camera_gives_pictures"  # camera
    CAMERA_FINE = "pi_doctor_camera_fine"  # width_px, height_px, fps
    CAMERA_TOO_COARSE = "pi_doctor_camera_too_coarse"  # width_px, height_px, needed_px
    NO_PICTURE = "pi_doctor_no_picture"
    PICTURE_NOT_MEASURABLE = "pi_doctor_picture_not_measurable"
    LIGHT_FINE = "pi_doctor_light_fine"  # brightness
    LIGHT_TOO_DARK = "pi_doctor_light_too_dark"  # brightness
    LIGHT_TOO_BRIGHT = "pi_doctor_light_too_bright"  # brightness
    FOCUS_SOMETHING_SHARP = "pi_doctor_focus_something_sharp"
    FOCUS_NOTHING_SHARP = "pi_doctor_focus_nothing_sharp"
    FOCUS_IN_THE_DARK = "pi_doctor_focus_in_the_dark"
    NETWORK_FINE = "pi_doctor_network_fine"  # address
    NETWORK_NONE = "pi_doctor_network_none"
    NETWORK_NO_DHCP = "pi_doctor_network_no_dhcp"  # address
    SERVER_FINE = "pi_doctor_server_fine"  # server
    SERVER_NOT_HEARD = "pi_doctor_server_not_heard"  # server
    SERVER_NO_NETWORK = "pi_doctor_server_no_network"
    SERVER_NOT_FOUND = "pi_doctor_server_not_found"
    SERVER_NOT_RUNNING = "pi_doctor_server_not_running"  # server
    SERVER_ISOLATED = "pi_doctor_server_isolated"  # server
    SERVER_IS_ANOTHER = "pi_doctor_server_is_another"  # server
    CLOCK_FINE = "pi_doctor_clock_fine"
    CLOCK_WRONG = "pi_doctor_clock_wrong"  # seconds
    CLOCK_NEVER_SET = "pi_doctor_clock_never_set"
    CLOCK_NOT_COMPARED = "pi_doctor_clock_not_compared"
