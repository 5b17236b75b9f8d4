"""The application alone: light to make, and nothing blocks its loop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from blockbuster import blockbuster_ctx

from tests.offload_server.serving import camera, serving

LIGHT = """
import sys
from pathlib import Path
from offload_server.app import create_app
from offload_server.data_folder import DataFolder
from offload_server.options import ServerOptions
from tests.fakes.engine import FakeEngine

create_app(FakeEngine(), DataFolder(Path(sys.argv[1])), ServerOptions())
heavy = {"tensorflow", "cv2", "dlib", "onnx", "alembic", "openapi_pydantic", "scipy", "PySide6"}
print(",".join(sorted(heavy & set(sys.modules))))
"""


def test_making_the_application_imports_nothing_heavy(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", LIGHT, str(tmp_path / "new")],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert made.stdout.strip() == ""
    assert not (tmp_path / "new").exists()  # and opens nothing


async def test_nothing_blocks_the_loop(tmp_path: Path) -> None:
    with blockbuster_ctx(scanned_modules=["offload_server"]) as blocking:
        del blocking
        async with serving(tmp_path) as served, camera(served) as door:
            await door.hello()
            await door.frame(0)
            await door.hear()
            for path in ("/people", "/settings", "/health", "/openapi.json", "/consent-text", "/people/nobody"):
                async with served.http.get(served.api(path), headers={"Accept-Language": "ko"}) as response:
                    await response.read()
            async with served.http.patch(served.api("/settings"), json={"snapshot_days": 3}) as response:
                assert response.status == 200
            await asyncio.sleep(0)
