"""What can keep the demo from starting or from going on; each says why by its code, as everywhere in the server."""

from __future__ import annotations

from offload_server.errors import ServerError
from pipeline.types import Reason


class DemoError(ServerError):
    """The demo cannot go on."""

    @classmethod
    def because(cls, code: str, **parameters: str | float) -> DemoError:
        """Make one from a code of ``resources.command_sentences``."""
        return cls(Reason.of(code, **parameters))


def file_trouble(error: OSError) -> DemoError:
    """The demo could not use a file or a folder: a full disk, missing rights, a file where a folder must be."""
    file = str(error.filename or "?")
    return DemoError.because("demo_file_trouble", file=file, problem=error.strerror or type(error).__name__)
