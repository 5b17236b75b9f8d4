"""The page that says how to write a camera says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from offload_server.wire import limits
from offload_server.wire.codec import decode, encode
from offload_server.wire.messages import (
    MAX_JPEG_BYTES,
    SERVICE_TYPE,
    STREAM_PATH,
    ByeReason,
    CameraEventName,
    FrameMessage,
    Indicator,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^    (?:00 61 )?(\{.*?\})", PAGE, re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_written_as_shown(example: str) -> None:
    if '"kind":"frame"' in example:
        recorded = b"\x00\x61" + example.encode() + b"\xff\xd8\xff\xd9"
        assert isinstance(decode(recorded), FrameMessage)
        assert encode(decode(recorded)) == recorded
    else:
        assert encode(decode(example)) == example


def test_every_kind_has_an_example() -> None:
    kinds = {re.search(r'"kind":"(\w+)"', example)[1] for example in EXAMPLES}  # type: ignore[index]
    assert kinds == {"hello", "welcome", "frame", "answer", "control", "event", "bye"}


@pytest.mark.parametrize("word", [*Indicator, *CameraEventName, *ByeReason, SERVICE_TYPE, STREAM_PATH])
def test_every_word_of_the_wire_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE or f"{word}`" in PAGE


@pytest.mark.parametrize(
    "limit",
    [limits.MAX_TEXT_BYTES, limits.MAX_HEADER_BYTES, MAX_JPEG_BYTES],
)
def test_every_limit_of_size_is_on_the_page(limit: int) -> None:
    assert f"{limit:,} bytes" in PAGE
