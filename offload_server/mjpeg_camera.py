"""One MJPEG address as the house sees it: which camera it is, and why it gives no pictures. Loop thread only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from offload_server.errors import RefusedError, ServerError
from offload_server.household.house import House
from offload_server.household.own_cameras import adopt_camera
from offload_server.mjpeg_process import MjpegProcess
from offload_server.reasons import ServerReason
from offload_server.trust.principals import LocalAdmin
from pipeline.types import CameraId, Reason

FIRST_PICTURE_WITHIN_S = 25.0
"""A program starts in a second; a camera that says nothing is given up after ten (``pi_client.camera.mjpeg_url``)."""
_SILENT = "pi_camera_silent"
_LOGGER = logging.getLogger(__name__)


class MjpegCamera:
    """``known`` is its camera of earlier starts. Should its program have lost its key, the newcomer takes the row's
    place."""

    def __init__(  # noqa: PLR0917 - made in one place
        self, url: str, name: str, folder: Path, server: str, house: House, known: CameraId | None = None
    ) -> None:
        self.folder = folder
        self.camera_id = known
        self.problem: Reason | None = None
        self._url = url
        self._name = name
        self._house = house
        self._is_known = known is not None
        self._is_anew = False  # its program is being started again: what the last one said is over
        self._process = MjpegProcess(url, name, folder, server, self._take)
        self._first: asyncio.Future[CameraId] = asyncio.get_running_loop().create_future()
        self._adopting: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._process.start()

    async def stop(self) -> None:
        """End its program; idempotent."""
        if not self._first.done():
            self._first.cancel()
        await self._process.stop()
        await asyncio.gather(*self._adopting, return_exceptions=True)

    async def first_picture(self) -> CameraId:
        """Which camera it became, once a picture was looked at; RefusedError says why there is none."""
        try:
            async with asyncio.timeout(FIRST_PICTURE_WITHIN_S):
                return await asyncio.shield(self._first)
        except TimeoutError as error:
            raise RefusedError(
                self.problem or Reason.of(ServerReason.MJPEG_NOT_STARTED, problem="no answer")
            ) from error

    def _take(self, line: Mapping[str, object]) -> None:
        match line.get("event"):
            case "connected":
                self._connected(CameraId(str(line.get("camera_id", ""))))
            case "indicator" if self.camera_id is not None:
                self._gives_pictures(self.camera_id)
            case "camera_lost":
                self._is_anew, self.problem = False, _reason(line)
                if self.camera_id is not None:  # else its row is not known yet, and would be left behind
                    self._refuse(self.problem)
            case "camera_back":
                self.problem = None
            case "ended":
                self._is_anew = True
                self._refuse(self.problem or Reason.of(ServerReason.MJPEG_NOT_STARTED, problem="it ended by itself"))
            case _:
                pass

    def _connected(self, camera_id: CameraId) -> None:
        is_another = self._is_known and camera_id != self.camera_id
        self.camera_id = camera_id
        if self._is_anew:
            self._is_anew, self.problem = False, None
        if not self._first.done() and self.problem is not None:
            self._refuse(self.problem)
        if is_another:
            task = asyncio.create_task(self._adopt(camera_id), name="adopt camera")
            self._adopting.add(task)
            task.add_done_callback(self._adopting.discard)

    async def _adopt(self, camera_id: CameraId) -> None:
        try:
            await adopt_camera(LocalAdmin(), self._house, camera_id, self._name, "mjpeg", self._url)
        except ServerError as error:
            _LOGGER.warning("camera %s did not take its former row's place: %s", camera_id, error)

    def _gives_pictures(self, camera_id: CameraId) -> None:
        if not self._first.done():
            self._first.set_result(camera_id)

    def _refuse(self, reason: Reason) -> None:
        self.problem = reason
        if not self._first.done():
            self._first.set_exception(RefusedError(reason))
            self._first.exception()  # one of an earlier start: nobody need have waited


def _reason(line: Mapping[str, object]) -> Reason:
    """What its program said, as ours."""
    problem = str(line.get("problem", ""))
    if line.get("code") == _SILENT:
        return Reason.of(ServerReason.MJPEG_SILENT)
    if problem in {"HTTP 401", "HTTP 403"}:
        return Reason.of(ServerReason.MJPEG_NEEDS_PASSWORD)
    code = ServerReason.MJPEG_NO_PAGE if problem.startswith("HTTP") else ServerReason.MJPEG_NOT_REACHED
    return Reason.of(code, problem=problem)
