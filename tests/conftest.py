"""What every test gets: a home folder of its own, the models, and a watch over threads and warnings left behind."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from weights.folders import default_weights_folder
from weights.store import WeightsStore

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("desktop_app", "offload_server", "pi_client", "pipeline", "resources", "weights")
PRESETS = ("standard", "demo", "tests")

# Found before the home folder is swapped: models are large and only read.
_REAL_WEIGHTS = default_weights_folder()
# Set by scripts/test: there a missing model is an error, not a reason to skip half of the tests.
_MODELS_ARE_A_MUST = os.environ.get("MUNJIGI_REQUIRE_MODELS") == "1"
# Of the user's variables only these reach a test.
_KEPT_VARIABLES = {"MUNJIGI_SHARED", "MUNJIGI_REQUIRE_MODELS"}


def pytest_configure(config: pytest.Config) -> None:
    """Swap the home before any fixture: neither tests nor the programs that they start may touch the user's folders."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill takes down what tests have started
    hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no falsified property
    hypothesis.settings.load_profile("house")
    home = Path(tempfile.mkdtemp(prefix="munjigi-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for variable in [name for name in os.environ if name.startswith("MUNJIGI_") and name not in _KEPT_VARIABLES]:
        del os.environ[variable]
    places = {
        "XDG_DATA_HOME": "data",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
    }
    for variable, name in places.items():
        (home / name).mkdir()
        os.environ[variable] = str(home / name)
    os.environ["HOME"] = str(home)
    _link_weights()


def _link_weights() -> None:
    """Programs that tests start find the installed models where a user's would be."""
    link = default_weights_folder()
    if _REAL_WEIGHTS.is_dir() and link != _REAL_WEIGHTS:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(_REAL_WEIGHTS, target_is_directory=True)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The developers' folder of faces, clips and weights: MUNJIGI_SHARED, else ``shared`` beside the repository."""
    folder = Path(os.environ.get("MUNJIGI_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the developers' folder is not here (MUNJIGI_SHARED)")
    return folder.resolve()


@pytest.fixture(scope="session")
def models() -> WeightsStore:
    """The installed models, clips and pictures; to be read only."""
    store = WeightsStore(_REAL_WEIGHTS)
    missing = [name for preset in PRESETS for name in store.missing(preset)]
    if missing:
        say = pytest.fail if _MODELS_ARE_A_MUST else pytest.skip
        say(f"not installed: {', '.join(missing)} (munjigi-lab weights install {' '.join(PRESETS)})")
    return store


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test that leaves a thread behind fails: shutting down is part of what is tested."""
    before = set(threading.enumerate())
    yield
    left = _threads_left(before)
    deadline = time.monotonic() + 2.0
    while left and time.monotonic() < deadline:
        left[0].join(0.05)
        left = _threads_left(before)
    if left:
        pytest.fail(f"threads left behind: {', '.join(thread.name for thread in left)}")


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread not in before and _counts(thread)]


def _counts(thread: threading.Thread) -> bool:
    if not thread.is_alive() or isinstance(thread, threading._DummyThread):
        return False  # a dummy stands for a thread of a C++ library that once called Python
    if thread.name.startswith("asyncio_"):
        return False  # the default executor of a loop that another fixture still owns
    return not thread.daemon or thread.name.startswith("munjigi")


class _Watch(logging.Handler):
    """Keeps the warnings that nobody said were expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.allowed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # asyncio warns of slow callbacks in debug mode, which says more about the machine than about the test.
        if record.name != "asyncio" or record.levelno >= logging.ERROR:
            self.records.append(record)

    def unexpected(self) -> list[str]:
        """Each as one line."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        return [line for line in lines if not any(re.search(pattern, line) for pattern in self.allowed)]


@pytest.fixture
def allow_log(no_unexpected_log: _Watch) -> Callable[[str], None]:
    """``allow_log(pattern)``: warnings that match are meant (a regular expression over "LEVEL logger: message")."""
    return no_unexpected_log.allowed.append


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[_Watch]:
    """A warning of ours, or an error that a task swallowed, fails the test unless it was expected.

    Expected: by ``@pytest.mark.allow_log("pattern")``, by the fixture ``allow_log``, or because the test takes
    ``caplog`` and looks at the records itself.
    """
    watch = _Watch()
    for marker in request.node.iter_markers("allow_log"):
        watch.allowed.extend(marker.args)
    loggers = [logging.getLogger(name) for name in (*PACKAGES, "asyncio")]
    for logger in loggers:
        logger.addHandler(watch)
    yield watch
    for logger in loggers:
        logger.removeHandler(watch)
    if "caplog" not in request.fixturenames and (lines := watch.unexpected()):
        pytest.fail("unexpected in the log:\n" + "\n".join(lines))
