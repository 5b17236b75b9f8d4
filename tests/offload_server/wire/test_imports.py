"""The Pi imports the wire and nothing else of the server."""

from __future__ import annotations

import subprocess
import sys


def test_the_wire_is_the_standard_library_alone() -> None:
    code = (
        "import sys; import offload_server.wire.codec; "
        "print([name for name in ('numpy', 'cv2', 'aiohttp', 'pydantic', 'pipeline') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
