"""What a native library says at start-up is kept from the user; what matters is not."""

from __future__ import annotations

import importlib
import os

import pytest

from pipeline.recognisers.native_chatter import without_start_up_chatter

CHATTER = b"I0000 00:00:1.2 7 port.cc:153] oneDNN custom operations are on. You may see different results.\n"
PREFACE = b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"


def test_known_chatter_is_dropped_and_the_rest_comes_out_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    with without_start_up_chatter():
        os.write(2, PREFACE + CHATTER + b"E0000 no space left\n" + CHATTER + b"and this\n")
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == "E0000 no space left\nand this\n"


def test_a_failing_import_still_gives_standard_error_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ModuleNotFoundError), without_start_up_chatter():
        importlib.import_module("a_library_that_is_not_there")
    with without_start_up_chatter():
        os.write(2, b"the reason\n")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "the reason\nafterwards\n"
