"""The wire is frozen: these bytes were recorded from version 1 and must be read and written for ever."""

from __future__ import annotations

import pytest

from offload_server.wire.codec import decode, encode
from offload_server.wire.messages import (
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    CameraEventName,
    Control,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Welcome,
)

RECORDED: tuple[tuple[Message, str | bytes], ...] = (
    (
        Hello(protocol=1, software="munjigi-pi 0.1.0", suggested_name="현관"),
        '{"kind":"hello","protocol":1,"software":"munjigi-pi 0.1.0","suggested_name":"현관"}',
    ),
    (
        Hello(protocol=1, software="x", suggested_name="gate", resume_key="k-1"),
        '{"kind":"hello","protocol":1,"software":"x","suggested_name":"gate","resume_key":"k-1"}',
    ),
    (
        Welcome(protocol=1, camera_id="cam_7f", resume_key="s3cr3t_-", next_interval_ms=66),
        '{"kind":"welcome","protocol":1,"camera_id":"cam_7f","resume_key":"s3cr3t_-","next_interval_ms":66}',
    ),
    (
        FrameMessage(seq=0, captured_at_us=1_000_001, sent_at_us=1_002_000, jpeg=b"\xff\xd8\xff\xd9"),
        b'\x00\x46{"kind":"frame","seq":0,"captured_at_us":1000001,"sent_at_us":1002000}\xff\xd8\xff\xd9',
    ),
    (
        FrameMessage(
            seq=2, captured_at_us=30, sent_at_us=40, jpeg=b"\xff\xd8\xff\xd9", answered_seq=1, answered_at_us=20
        ),
        (
            b'\x00\x61{"kind":"frame","seq":2,"captured_at_us":30,"sent_at_us":40,"answered_seq":1,"answered_at_us":20}'
            b"\xff\xd8\xff\xd9"
        ),
    ),
    (
        Answer(seq=2, next_interval_ms=100, indicator=Indicator.COME_CLOSER),
        '{"kind":"answer","seq":2,"next_interval_ms":100,"indicator":"come_closer"}',
    ),
    (Control(), '{"kind":"control"}'),
    (
        Control(interval_ms=0, long_side_px=1280, exposure_area=(0.25, 0.25, 0.5, 0.75)),
        '{"kind":"control","interval_ms":0,"long_side_px":1280,"exposure_area":[0.25,0.25,0.5,0.75]}',
    ),
    (
        CameraEvent(name=CameraEventName.CAMERA_LOST, at_us=5),
        '{"kind":"event","name":"camera_lost","at_us":5}',
    ),
    (Bye(reason=ByeReason.SHUTTING_DOWN), '{"kind":"bye","reason":"shutting_down"}'),
    (
        Bye(reason=ByeReason.PROTOCOL_TOO_OLD, minimum=2, maximum=3),
        '{"kind":"bye","reason":"protocol_too_old","minimum":2,"maximum":3}',
    ),
)


@pytest.mark.parametrize(("message", "recorded"), RECORDED, ids=lambda part: getattr(part, "kind", "bytes"))
def test_a_message_is_written_and_read_as_recorded(message: Message, recorded: str | bytes) -> None:
    assert encode(message) == recorded
    assert decode(recorded) == message


def test_every_word_of_the_closed_lists_is_as_recorded() -> None:
    assert " ".join(Indicator) == "idle looking come_closer look_here hold_still recognised not_recognised unavailable"
    assert " ".join(CameraEventName) == "bell touch camera_lost"
    assert " ".join(ByeReason) == (
        "protocol_too_old protocol_too_new not_a_hello message_too_large malformed_message too_many_cameras "
        "too_many_messages replaced forgotten shutting_down camera_stopped"
    )
