"""The reason codes of the server, beside those of the pipeline; ``resources.sentences`` says each."""

from __future__ import annotations

import enum


class ServerReason(enum.StrEnum):
    """Parameters in brackets."""

    # who
    TOKEN_MISSING = "token_missing"  # noqa: S105
    TOKEN_WRONG = "token_wrong"  # noqa: S105
    SCOPE_MISSING = "scope_missing"  # scope
    BROWSER_ORIGIN_REFUSED = "browser_origin_refused"
    HOST_REFUSED = "host_refused"  # host
    CAMERA_NOT_LOCAL = "camera_not_local"
    ADMIN_NOT_LOCAL = "admin_not_local"
    # requests
    ROUTE_NOT_FOUND = "route_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    WEBSOCKET_NEEDED = "websocket_needed"
    BODY_TOO_LARGE = "body_too_large"  # limit_bytes
    CONTENT_TYPE_WRONG = "content_type_wrong"  # got, expected
    BODY_NOT_JSON = "body_not_json"
    FIELD_UNKNOWN = "field_unknown"  # field
    FIELD_MISSING = "field_missing"  # field
    FIELD_INVALID = "field_invalid"  # field, problem: what is needed
    INTERNAL_ERROR = "internal_error"
    # things
    PERSON_NOT_FOUND = "person_not_found"
    PERSON_NAME_UNKNOWN = "person_name_unknown"
    STREAM_URL_UNKNOWN = "stream_url_unknown"
    NO_FRESH_PICTURE = "no_fresh_picture"
    SAMPLE_NOT_FOUND = "sample_not_found"
    CAMERA_NOT_FOUND = "camera_not_found"
    CAMERA_NOT_CONNECTED = "camera_not_connected"
    CAMERA_NOT_CONFIRMED = "camera_not_confirmed"
    EVENT_NOT_FOUND = "event_not_found"
    SNAPSHOT_NOT_FOUND = "snapshot_not_found"
    NAME_EMPTY = "name_empty"
    NAME_TOO_LONG = "name_too_long"  # limit
    NAME_TAKEN = "name_taken"  # name
    NAME_UNPRINTABLE = "name_unprintable"
    TOO_MANY_CAMERAS = "too_many_cameras"  # limit
    # enrolment
    CONSENT_MISSING = "consent_missing"
    CONSENT_TEXT_UNKNOWN = "consent_text_unknown"  # text_version, current
    NO_FACE_IN_PICTURE = "no_face_in_picture"
    SEVERAL_FACES_IN_PICTURE = "several_faces_in_picture"  # faces
    SAMPLE_ALREADY_KEPT = "sample_already_kept"
    LOOKS_LIKE_SOMEONE_ELSE = "looks_like_someone_else"  # person, distance, threshold
    NOT_LIKE_EARLIER_SAMPLES = "not_like_earlier_samples"  # distance, threshold
    TOO_MANY_SAMPLES = "too_many_samples"  # limit
    NO_USABLE_FRAME = "no_usable_frame"  # seconds
    REMOVAL_FINAL = "removal_final"
    # noticed at a camera
    CAMERA_SOFTWARE_OLD = "camera_software_old"  # software, version
    CAMERA_SOFTWARE_NEW = "camera_software_new"  # software, version
    BELL_RANG = "bell_rang"
    DOOR_TOUCHED = "door_touched"
    CAMERA_LOST = "camera_lost"
    CAMERA_BACK = "camera_back"
    # cameras that this PC opens itself
    WEBCAM_NOT_THERE = "webcam_not_there"  # camera
    WEBCAM_FORBIDDEN = "webcam_forbidden"  # camera
    WEBCAM_BUSY = "webcam_busy"  # camera
    WEBCAM_SILENT = "webcam_silent"  # camera
    MJPEG_ADDRESS_WRONG = "mjpeg_address_wrong"  # address
    MJPEG_NEEDS_PASSWORD = "mjpeg_needs_password"  # noqa: S105
    MJPEG_NO_PAGE = "mjpeg_no_page"  # problem
    MJPEG_NOT_REACHED = "mjpeg_not_reached"  # problem
    MJPEG_SILENT = "mjpeg_silent"
    MJPEG_NOT_STARTED = "mjpeg_not_started"  # problem
    CAMERA_ALREADY_ADDED = "camera_already_added"  # camera
    # storage and start
    STORAGE_FULL = "storage_full"
    STORAGE_DAMAGED = "storage_damaged"  # file
    STORAGE_TOO_NEW = "storage_too_new"  # file
    HOUSEHOLD_KEY_UNUSABLE = "household_key_unusable"  # file
    DATA_FOLDER_UNUSABLE = "data_folder_unusable"  # folder, problem
    DATA_FOLDER_IN_USE = "data_folder_in_use"  # folder, owner
    PORT_TAKEN = "port_taken"  # host, port
    ADDRESS_UNUSABLE = "address_unusable"  # host, port
    ADDRESS_NOT_LOOPBACK = "address_not_loopback"  # host
    SETTINGS_UNREADABLE = "settings_unreadable"  # file, problem
    SETTINGS_NO_TOML = "settings_no_toml"  # file, line, column
    SETTING_INVALID = "setting_invalid"  # setting, problem: what is needed
    SETTING_INVALID_IN_FILE = "setting_invalid_in_file"  # file, line, setting, problem: what is needed
    SETTING_INVALID_IN_ENVIRONMENT = "setting_invalid_in_environment"  # variable, problem: what is needed
    SETTING_UNKNOWN = "setting_unknown"  # file, line, setting
    SETTING_FIXED_BY_ENVIRONMENT = "setting_fixed_by_environment"  # setting, variable
