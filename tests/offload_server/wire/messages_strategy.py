"""Hypothesis strategies for every message of the wire."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from offload_server.wire.limits import (
    MAX_INTEGER,
    MAX_INTERVAL_MS,
    MAX_LONG_SIDE_PX,
    MAX_NAME_CHARS,
    MAX_PROTOCOL,
    MIN_LONG_SIDE_PX,
)
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
from offload_server.wire.sanitise import printable

names = st.text(max_size=80).map(lambda text: printable(text, MAX_NAME_CHARS))
keys = st.text(string.ascii_letters + string.digits + '_-{}[]"\\', min_size=1, max_size=128)
counts = st.integers(0, MAX_INTEGER)
intervals = st.integers(0, MAX_INTERVAL_MS)
protocols = st.integers(1, MAX_PROTOCOL)
areas = st.tuples(st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0.01, 0.5), st.floats(0.01, 0.5))


@st.composite
def frames(draw: st.DrawFn) -> FrameMessage:
    answered = draw(st.none() | st.tuples(counts, counts))
    return FrameMessage(
        seq=draw(counts),
        captured_at_us=draw(counts),
        sent_at_us=draw(counts),
        jpeg=draw(st.binary(min_size=1, max_size=64)),
        answered_seq=None if answered is None else answered[0],
        answered_at_us=None if answered is None else answered[1],
    )


messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(Hello, protocols, names, names, st.none() | keys),
    st.builds(Welcome, protocols, keys, keys, intervals),
    frames(),
    st.builds(Answer, counts, intervals, st.sampled_from(Indicator)),
    st.builds(
        Control,
        st.none() | intervals,
        st.none() | st.integers(MIN_LONG_SIDE_PX, MAX_LONG_SIDE_PX),
        st.none() | areas,
    ),
    st.builds(CameraEvent, st.sampled_from(CameraEventName), counts),
    st.builds(Bye, st.sampled_from(ByeReason), st.none() | protocols, st.none() | protocols),
)
