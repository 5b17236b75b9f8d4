"""A picture of the wall for machines without a display: the best moment, as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.wall_picture import HEIGHT_PX, WIDTH_PX, WallPicture
from offload_server.data_folder import DataFolder
from offload_server.household.cameras import admit_camera, confirm_camera
from offload_server.household.house import House
from offload_server.household.visits import record_decision
from offload_server.options import ServerOptions
from offload_server.runtime import ServerThread
from offload_server.trust.principals import LocalAdmin, UnpairedCamera
from pipeline.types import CameraId, Observation
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_comparison, fake_decision, fake_face, fake_observation, fake_picture

_GREEN = (90, 200, 60)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerThread]:
    thread = ServerThread(FakeEngine(), DataFolder(tmp_path / "home"), ServerOptions(port=0, advertise=False))
    thread.start()
    yield thread
    thread.stop()


async def _connect(house: House) -> CameraId:
    admitted = await admit_camera(UnpairedCamera(), house, "Front door", None)
    house.views.connected(admitted.camera.id)
    await confirm_camera(LocalAdmin(), house, admitted.camera.id, "Front door")
    return admitted.camera.id


def _frame(camera_id: CameraId, seq: int, *, faces: int = 0, recognised: bool = False) -> Observation:
    comparison = fake_comparison("p1", 0.5) if recognised else None
    seen = tuple(fake_face(comparison=comparison) for _ in range(faces))
    picture = fake_picture(640, 480).copy()
    picture[:] = _GREEN
    picture.flags.writeable = False
    return fake_observation(camera_id, seq, faces=seen, image=picture)


def test_without_a_camera_there_is_no_picture(server: ServerThread, tmp_path: Path) -> None:
    picture = WallPicture()
    picture.look(server)
    assert not picture.draw(tmp_path / "wall.png", "en")
    assert not (tmp_path / "wall.png").exists()


def test_the_moment_in_which_somebody_is_near_is_kept(server: ServerThread) -> None:
    camera_id = server.call(_connect, server.house).result(5)
    picture = WallPicture()
    worths = []
    for seq, (faces, recognised) in enumerate([(0, False), (1, False), (1, True), (0, False)]):
        server.latest_frames.put(_frame(camera_id, seq, faces=faces, recognised=recognised))
        picture.look(server)
        assert picture.moment is not None
        worths.append(picture.moment.worth)
    assert worths == [1, 2, 4, 4]
    old = _frame(camera_id, 9, faces=3, recognised=True)
    server.latest_frames.put(replace(old, captured_at_ns=old.captured_at_ns - 10**10))
    picture.look(server)
    assert picture.moment is not None
    assert picture.moment.worth == 4, "a picture of ten seconds ago is no moment"


@pytest.mark.usefixtures("qapp")
def test_it_is_drawn_as_it_was_when_the_server_has_long_gone(server: ServerThread, tmp_path: Path) -> None:
    camera_id = server.call(_connect, server.house).result(5)
    server.latest_frames.put(_frame(camera_id, 1))
    server.call(record_decision, LocalAdmin(), server.house, fake_decision(camera_id=camera_id)).result(5)
    picture = WallPicture()
    picture.look(server)
    server.stop()
    assert picture.moment is not None
    picture.moment = replace(picture.moment, at_ns=picture.moment.at_ns - 10**10)  # it was ten seconds ago
    shift = {
        each: replace(frame, captured_at_ns=frame.captured_at_ns - 10**10)
        for each, frame in picture.moment.frames.items()
    }
    picture.moment = replace(picture.moment, frames=shift)
    assert picture.draw(tmp_path / "new folder" / "wall.png", "ko")
    drawn = QImage(str(tmp_path / "new folder" / "wall.png"))
    assert (drawn.width(), drawn.height()) == (WIDTH_PX, HEIGHT_PX)
    blue, green, red = _GREEN
    colours = {drawn.pixelColor(x, y).name() for x in range(100, 900, 40) for y in range(150, 700, 40)}
    assert QColor(red, green, blue).name() in colours, "the door is live, not washed grey"
    QApplication.processEvents()


@pytest.mark.usefixtures("qapp")
def test_a_place_that_cannot_be_written_is_an_error(server: ServerThread, tmp_path: Path) -> None:
    camera_id = server.call(_connect, server.house).result(5)
    server.latest_frames.put(_frame(camera_id, 1))
    picture = WallPicture()
    picture.look(server)
    (tmp_path / "a file").write_text("")
    with pytest.raises(OSError):
        picture.draw(tmp_path / "a file" / "wall.png", "en")
