"""Cameras that this PC opens itself: its webcams, and MJPEG addresses. Loop thread only.

They are added by the admin at this PC and by nobody else (no route of the API leads here), and come back at the next
start. In ``house.views`` they are cameras like any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import shutil
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from offload_server.errors import RefusedError, ServerError
from offload_server.household import own_cameras
from offload_server.household.cameras import forget_camera
from offload_server.household.names import clean_name
from offload_server.household.records import CameraRecord
from offload_server.mjpeg_camera import MjpegCamera
from offload_server.options import ServerAddress
from offload_server.reasons import ServerReason
from offload_server.stream import StreamContext
from offload_server.trust.principals import LocalAdmin
from offload_server.webcam_link import WebcamLink
from offload_server.webcams import Webcam, Webcams
from offload_server.wire.messages import ByeReason
from pipeline.types import CameraId, Reason

_ADMIN = LocalAdmin()
_ANY = frozenset({"::", "0.0.0.0"})  # noqa: S104 - compared, not listened to
_GIVING_UP_S = 3.0
_LOGGER = logging.getLogger(__name__)


class LocalCameras:
    """One a server. ``folder`` is where the programs of MJPEG cameras remember their keys."""

    def __init__(self, context: StreamContext, folder: Path, webcams: Webcams) -> None:
        self._context = context
        self._house = context.house
        self._folder = folder
        self._webcams = webcams
        self._links: dict[CameraId, WebcamLink] = {}
        self._guests: Counter[CameraId] = Counter()
        self._kept: set[CameraId] = set()
        self._mjpeg: dict[CameraId, MjpegCamera] = {}
        self._server = ""
        self._adding = asyncio.Lock()
        self._tried: MjpegCamera | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._house.standing.when_forgotten(self._forgotten)

    async def start(self, address: ServerAddress) -> None:
        """Open what was kept; one that is not there now comes when it is plugged in. Raises nothing of theirs."""
        host = "127.0.0.1" if address.host in _ANY else address.host
        self._server = ServerAddress(host, address.port).url.removeprefix("http://")
        for camera in await own_cameras.own_cameras(_ADMIN, self._house):
            try:
                self._open_again(camera)
            except ServerError as error:
                _LOGGER.warning("camera %s was not opened: %s", camera.id, error)

    async def stop(self) -> None:
        """Let go of every webcam and end every program. Idempotent."""
        links = tuple(self._links.values())
        cameras, self._mjpeg = tuple(self._mjpeg.values()), {}
        for link in links:
            link.end(ByeReason.SHUTTING_DOWN)
        if self._tried is not None:
            await self._tried.stop()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GIVING_UP_S), self._adding:
                    pass  # what was being tried is given up, and has left nothing behind
        await asyncio.gather(*(link.close() for link in links), *(camera.stop() for camera in cameras), *self._tasks)

    async def webcams(self) -> tuple[Webcam, ...]:
        """The webcams of this PC."""
        return await asyncio.to_thread(self._webcams.find_all)

    async def open_webcam(self, index: int, name: str, keep: bool) -> CameraId:
        """Open a webcam and wait for its first picture.

        ``keep``: as a door called ``name``, now and at every later start. Otherwise for an enrolment or a preview: no
        event is recorded, and it is gone at ``close``. A webcam that is open already is shared with whoever has it.
        Raises RefusedError (not there, in use, no right, no picture) or ConflictError (a door already).
        """
        async with self._adding:
            webcam = await self._webcam(index, name)
            if keep:
                await own_cameras.check_source(_ADMIN, self._house, _source_of(webcam))
            for camera_id, link in self._links.items():
                if link.webcam == webcam:
                    return self._share(camera_id, keep=keep)
            return await (self._open_door(webcam, name) if keep else self._open_guest(webcam))

    async def add_mjpeg(self, url: str, name: str) -> CameraId:
        """Watch an MJPEG address as a door called ``name``, now and at every later start.

        Raises RefusedError with the reason why there is no picture, or ConflictError; nothing is kept then.
        """
        cleaned, source = clean_name(name), checked_url(url)
        async with self._adding:
            await own_cameras.check_source(_ADMIN, self._house, source)
            camera = MjpegCamera(source, cleaned, self._folder_of(source), self._server, self._house)
            camera.start()
            self._tried = camera
            try:
                camera_id = await camera.first_picture()
                await own_cameras.adopt_camera(_ADMIN, self._house, camera_id, cleaned, "mjpeg", source)
            except BaseException:
                await self._give_up(camera)
                raise
            finally:
                self._tried = None
            self._mjpeg[camera_id] = camera
            return camera_id

    async def close(self, camera_id: CameraId) -> None:
        """Give back what ``open_webcam`` gave; one that is kept stays a door. Harmless for any other camera."""
        if self._guests[camera_id] > 0:
            self._guests[camera_id] -= 1
        link = self._links.get(camera_id)
        if link is not None and camera_id not in self._kept and self._guests[camera_id] == 0:
            link.end(ByeReason.FORGOTTEN)
            await link.close()

    def problems(self) -> dict[CameraId, Reason]:
        """Why cameras of this PC give no pictures now."""
        found = {camera_id: link.problem for camera_id, link in self._links.items()}
        found |= {camera_id: camera.problem for camera_id, camera in self._mjpeg.items()}
        return {camera_id: problem for camera_id, problem in found.items() if problem is not None}

    # ---- webcams

    async def _webcam(self, index: int, name: str) -> Webcam:
        there = await self.webcams()
        found = next((webcam for webcam in there if webcam.index == index), None)
        if found is None:
            raise RefusedError(Reason.of(ServerReason.WEBCAM_NOT_THERE, camera=name))
        return found

    def _share(self, camera_id: CameraId, *, keep: bool) -> CameraId:
        if keep:
            # It is open for an enrolment; that must end first.
            raise RefusedError(Reason.of(ServerReason.WEBCAM_BUSY, camera=self._links[camera_id].webcam.name))
        self._guests[camera_id] += 1
        return camera_id

    async def _open_guest(self, webcam: Webcam) -> CameraId:
        camera_id = CameraId(uuid.uuid4().hex)
        self._house.standing.leave_unrecorded(camera_id)
        self._guests[camera_id] += 1
        link = self._link(camera_id, webcam)
        try:
            await link.first_picture()
        except BaseException:
            self._guests.pop(camera_id, None)
            await link.close()
            raise
        return camera_id

    async def _open_door(self, webcam: Webcam, name: str) -> CameraId:
        camera = await own_cameras.add_webcam(_ADMIN, self._house, name, _source_of(webcam))
        self._kept.add(camera.id)
        link = self._link(camera.id, webcam)
        try:
            await link.first_picture()
        except BaseException:
            await asyncio.shield(forget_camera(_ADMIN, self._house, camera.id))
            await link.close()
            raise
        return camera.id

    def _link(self, camera_id: CameraId, webcam: Webcam) -> WebcamLink:
        link = WebcamLink(camera_id, webcam, self._webcams, self._context, lambda: self._gone(camera_id))
        self._links[camera_id] = link
        link.start()
        return link

    def _gone(self, camera_id: CameraId) -> None:
        self._links.pop(camera_id, None)
        self._guests.pop(camera_id, None)
        self._kept.discard(camera_id)

    # ---- what was kept

    def _open_again(self, camera: CameraRecord) -> None:
        source = camera.source or ""
        if camera.kind == "webcam":
            index, _, name = source.partition(" ")
            self._kept.add(camera.id)
            self._link(camera.id, Webcam(int(index), name))
            return
        self._mjpeg[camera.id] = MjpegCamera(
            source, camera.name, self._folder_of(source), self._server, self._house, camera.id
        )
        self._mjpeg[camera.id].start()

    def _folder_of(self, source: str) -> Path:
        """Named after the address without what is secret in it."""
        return self._folder / hashlib.sha256(without_password(source).encode()).hexdigest()[:16]

    async def _give_up(self, camera: MjpegCamera) -> None:
        await camera.stop()
        await asyncio.to_thread(shutil.rmtree, camera.folder, ignore_errors=True)
        if camera.camera_id is not None:
            try:
                await forget_camera(_ADMIN, self._house, camera.camera_id)
            except ServerError as error:
                _LOGGER.warning("camera %s stays in the list: %s", camera.camera_id, error)

    def _forgotten(self, camera_id: CameraId) -> None:
        """The admin removed it: its program must not be started again. (A webcam's link ends by the roster.)"""
        camera = self._mjpeg.pop(camera_id, None)
        if camera is not None:
            task = asyncio.create_task(self._end(camera), name="forgotten camera")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _end(self, camera: MjpegCamera) -> None:
        await camera.stop()
        await asyncio.to_thread(shutil.rmtree, camera.folder, ignore_errors=True)


def _source_of(webcam: Webcam) -> str:
    return f"{webcam.index} {webcam.name}"


def checked_url(url: str) -> str:
    """``url`` without blanks around it; RefusedError unless it is an http address of some host."""
    trimmed = url.strip()
    try:
        parts = urlsplit(trimmed)
        is_one = parts.scheme in {"http", "https"} and bool(parts.hostname) and trimmed.isprintable()
        is_one = is_one and " " not in trimmed and (parts.port is None or parts.port > 0)
    except ValueError:
        is_one = False
    if not is_one:
        raise RefusedError(Reason.of(ServerReason.MJPEG_ADDRESS_WRONG, address=_without_secrets(trimmed)[:200] or "–"))
    return trimmed


def without_password(url: str) -> str:
    """``url`` as it may be shown."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _without_secrets(text: str) -> str:
    """``text`` that is no address, as it may be shown: a password in it ends before the last @, wherever it begins."""
    rest = text.rpartition("@")[2]
    scheme, mark, _ = text.partition("://")
    return f"{scheme}{mark}{rest.partition('?')[0]}" if mark and "@" in text else rest.partition("?")[0]
