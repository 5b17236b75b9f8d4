"""What the application carries, by typed key: set by ``app.create_app``, read by handlers."""

from __future__ import annotations

from aiohttp import web

from offload_server.data_folder import DataFolder
from offload_server.discovery import Advertisement
from offload_server.household.house import House
from offload_server.latest_frames import LatestFrames
from offload_server.local_cameras import LocalCameras
from offload_server.options import ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.roster import CameraRoster
from offload_server.trust.principals import Principal
from offload_server.webcams import Webcams
from pipeline.ports import FaceEngine

ENGINE = web.AppKey("ENGINE", FaceEngine)
DATA = web.AppKey("DATA", DataFolder)
OPTIONS = web.AppKey("OPTIONS", ServerOptions)
LATEST_FRAMES = web.AppKey("LATEST_FRAMES", LatestFrames)
ROSTER = web.AppKey("ROSTER", CameraRoster)
WEBCAMS = web.AppKey("WEBCAMS", Webcams)
LIVE_SOCKETS = web.AppKey("LIVE_SOCKETS", set[web.WebSocketResponse])
# Set while the application runs:
ADMIN_TOKEN = web.AppKey("ADMIN_TOKEN", str)
HOUSE = web.AppKey("HOUSE", House)
OUTPUTS = web.AppKey("OUTPUTS", EngineOutputs)
LOCAL_CAMERAS = web.AppKey("LOCAL_CAMERAS", LocalCameras)
ADVERTISEMENT = web.AppKey("ADVERTISEMENT", Advertisement)

PRINCIPAL = web.RequestKey("PRINCIPAL", Principal)
