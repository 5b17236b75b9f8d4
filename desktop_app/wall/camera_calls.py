"""What the Live screen asks of the server about cameras. On the server's loop; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.types import CameraId, Reason

if TYPE_CHECKING:
    from offload_server.household.house import House
    from offload_server.household.records import CameraRecord
    from offload_server.local_cameras import LocalCameras
    from offload_server.webcams import Webcam


@dataclass(frozen=True, slots=True)
class WaitingCamera:
    """A camera of the network that the admin has not confirmed; ``address`` is the machine that it comes from."""

    camera_id: CameraId
    name: str
    address: str


async def confirm(house: House, camera_id: CameraId, name: str) -> CameraRecord:
    """It is the admin's; ServerError when the name will not do."""
    from offload_server.household.cameras import confirm_camera
    from offload_server.trust.principals import LocalAdmin

    return await confirm_camera(LocalAdmin(), house, camera_id, name)


async def forget(house: House, camera_id: CameraId) -> None:
    """Send it away, or take a door off the wall; its events stay."""
    from offload_server.household.cameras import forget_camera
    from offload_server.trust.principals import LocalAdmin

    await forget_camera(LocalAdmin(), house, camera_id)


async def rename(house: House, camera_id: CameraId, name: str) -> CameraRecord:
    """ServerError when the name will not do."""
    from offload_server.household.cameras import rename_camera
    from offload_server.trust.principals import LocalAdmin

    return await rename_camera(LocalAdmin(), house, camera_id, name)


def reason_of(error: BaseException) -> Reason:
    """Why something was refused; a surprise has no words of its own."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Reason) else Reason.of("internal_error")


def titles_of(webcams: tuple[Webcam, ...]) -> tuple[str, ...]:
    """What to call each webcam in a list: two of one make are told apart by their number."""
    names = [webcam.name for webcam in webcams]
    return tuple(
        webcam.name if names.count(webcam.name) == 1 else f"{webcam.name} ({webcam.index})" for webcam in webcams
    )


def pi_command(address: str) -> str:
    """What is typed on a Raspberry Pi; the address spares it from looking for us."""
    return f"munjigi-pi run --camera picamera --server {address}" if address else "munjigi-pi run --camera picamera"


async def add_webcam(local: LocalCameras, preview: CameraId | None, index: int, name: str) -> CameraId:
    """Make the webcam that was looked through a door; its preview ends first. ServerError says why not."""
    if preview is not None:
        await local.close(preview)
    return await local.open_webcam(index, name, True)
