"""The administrator's commands about cameras, for a house without a window: ``cameras``, ``confirm`` and ``forget``."""

from __future__ import annotations

import argparse

from offload_server.household.cameras import confirm_camera, forget_camera, list_cameras
from offload_server.household.house import House
from offload_server.household.records import CameraRecord
from offload_server.trust.principals import LocalAdmin
from pipeline.types import CameraId
from resources.catalogue import Catalogue

COMMANDS = ("cameras", "confirm", "forget")
_ADMIN = LocalAdmin()


def add_arguments(subparsers: argparse._SubParsersAction[argparse.ArgumentParser], words: Catalogue) -> None:
    """Add the commands to ``subparsers``."""
    subparsers.add_parser("cameras", help=words.say("camera_help_list"))
    confirm = subparsers.add_parser("confirm", help=words.say("camera_help_confirm"))
    forget = subparsers.add_parser("forget", help=words.say("camera_help_forget"))
    for command in (confirm, forget):
        command.add_argument("camera_id", metavar="CAMERA_ID", help=words.say("camera_help_id"))
    confirm.add_argument("name", help=words.say("camera_name"))


async def run(args: argparse.Namespace, house: House, words: Catalogue) -> int:
    """Run ``args.command`` in the open house; ServerError says what was refused."""
    match args.command:
        case "confirm":
            camera = await confirm_camera(_ADMIN, house, CameraId(args.camera_id), args.name)
            print(words.say("camera_confirmed", camera=camera.name))
        case "forget":
            await forget_camera(_ADMIN, house, CameraId(args.camera_id))
            print(words.say("camera_forgotten_id", camera=args.camera_id))
        case _:
            cameras = await list_cameras(_ADMIN, house)
            for camera in cameras:
                print(_line(camera, words))
            if not cameras:
                print(words.say("window_empty"))
    return 0


def _line(camera: CameraRecord, words: Catalogue) -> str:
    code = "camera_line_waits" if camera.confirmed_at is None else "camera_line"
    seen = camera.last_seen_at.astimezone().isoformat(" ", "minutes")
    return words.say(code, id=camera.id, camera=camera.name, seen=seen)
