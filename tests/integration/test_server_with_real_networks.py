"""The real server with the real networks: the README's curl lines, bad pictures, and a kill."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from tests.integration.server_process import ServerProcess
from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]
README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture(scope="module")
def server(models: WeightsStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path_factory.mktemp("household") / "house", models)
    yield server
    assert server.stop() == 0


def frames(clip: Path, *numbers: int) -> list[bytes]:
    """Frames of a clip as photos."""
    video = cv2.VideoCapture(str(clip))
    photos = []
    for number in numbers:
        video.set(cv2.CAP_PROP_POS_FRAMES, number)
        was_read, image = video.read()
        assert was_read
        photos.append(cv2.imencode(".jpg", image)[1].tobytes())
    video.release()
    return photos


@pytest.fixture(params=["clip", pytest.param("shared", marks=pytest.mark.shared)])
def photos(request: pytest.FixtureRequest, models: WeightsStore) -> tuple[bytes, bytes]:
    """Two photos of one person."""
    if request.param == "clip":
        first, second = frames(models.require("clip-single-face"), 10, 60)
        return first, second
    person = request.getfixturevalue("shared_folder") / "faces" / "lfw-dev" / "Allison_Janney"
    first, second, *_ = (photo.read_bytes() for photo in sorted(person.glob("*.jpg")))
    return first, second


def curl_examples() -> str:
    """Every block of the README that is marked to be run, in order, as one script."""
    blocks = re.findall(r"<!-- test: curl -->\n```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 2
    return "set -e\n" + "\n".join(blocks)


def test_the_curl_lines_of_the_readme_enrol_and_recognise(
    models: WeightsStore, photos: tuple[bytes, bytes], tmp_path: Path
) -> None:
    bash, curl = shutil.which("bash"), shutil.which("curl")
    if bash is None or curl is None:
        pytest.skip("bash and curl are not installed")
    for number, photo in enumerate(photos, 1):
        (tmp_path / f"minji-{number}.jpg").write_bytes(photo)
    server = ServerProcess(tmp_path / "house", models)
    try:
        variables = {
            "MUNJIGI_URL": server.url,
            "MUNJIGI_TOKEN": server.token,
            "MINJI_1": "minji-1.jpg",
            "MINJI_2": "minji-2.jpg",
        }
        done = subprocess.run(
            [bash, "-c", curl_examples()],
            cwd=tmp_path,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        assert server.stop() == 0
    assert done.returncode == 0, done.stdout + done.stderr
    (face,) = json.loads(done.stdout.rpartition('{"width_px"')[1] + done.stdout.rpartition('{"width_px"')[2])["faces"]
    assert face["decision"] == "RECOGNISED", face["reasons"]
    assert face["person"]["name"] == face["nearest"]["name"] == "Minji"
    assert face["nearest"]["distance"] < face["threshold"]["distance"]
    assert len(face["landmarks"]) == 68


def test_a_killed_server_knows_everybody_it_knew(models: WeightsStore, tmp_path: Path) -> None:
    enrolled, other = frames(models.require("clip-single-face"), 10, 60)
    server = ServerProcess(tmp_path / "house", models)
    try:
        person_id = add_with_consent(server, "Minji")
        assert server.ask("POST", f"/people/{person_id}/samples", enrolled)[0] == 201
    finally:
        server.kill()
    again = ServerProcess(tmp_path / "house", models)
    try:
        answer = again.ask("POST", "/recognise", other)[1]
    finally:
        assert again.stop() == 0
    (face,) = answer["faces"]
    assert (face["decision"], face["person"]) == ("RECOGNISED", {"id": person_id, "name": "Minji"})


def add_with_consent(server: ServerProcess, name: str) -> str:
    text = server.ask("GET", "/consent-text")[1]
    consent = {"given_by": name, "text_version": text["version"]}
    status, person = server.ask(
        "POST", "/people", json.dumps({"name": name, "consent": consent}).encode(), "application/json"
    )
    assert status == 201
    return str(person["id"])


def enormous_png(width_px: int, height_px: int) -> bytes:
    """A valid PNG of a few hundred kB that would need gigabytes once decoded."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * width_px)
    pixels = b"".join(packer.compress(row) for _ in range(height_px)) + packer.flush()
    header = struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def bad_pictures(models: WeightsStore) -> dict[str, bytes]:
    (photo,) = frames(models.require("clip-single-face"), 10)
    return {
        "0 bytes": b"",
        "a truncated JPEG": photo[: len(photo) // 2],
        "text called .jpg": b"Dear Munjigi, this is no picture.\n" * 20,
        "a PNG of 20000 x 20000": enormous_png(20000, 20000),
        "a JPEG's first bytes": photo[:20],
        "a GIF": b"GIF89a" + bytes(100),
    }


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("0 bytes", 422, "picture_empty"),
        ("a truncated JPEG", 422, "picture_damaged"),
        ("text called .jpg", 415, "picture_not_supported"),
        ("a PNG of 20000 x 20000", 422, "picture_too_large"),
        ("a JPEG's first bytes", 422, "picture_damaged"),
        ("a GIF", 415, "picture_not_supported"),
    ],
)
def test_a_bad_picture_is_refused_with_what_to_do(
    server: ServerProcess, bad_pictures: dict[str, bytes], name: str, status: int, code: str
) -> None:
    person_id = add_with_consent(server, f"Somebody with {name}")
    for path in ("/recognise", f"/people/{person_id}/samples"):
        got, problem = server.ask("POST", path, bad_pictures[name])
        assert (got, problem["code"]) == (status, code)
        assert problem["detail"].count(". ") + problem["detail"].endswith(".") >= 2  # what is wrong, and what to do
    assert server.ask("GET", f"/people/{person_id}/samples")[1] == {"samples": []}


def test_a_photo_with_several_people_enrols_nobody(server: ServerProcess, models: WeightsStore) -> None:
    person_id = add_with_consent(server, "One of many")
    photo = models.require("picture-multi-face").read_bytes()
    status, problem = server.ask("POST", f"/people/{person_id}/samples", photo)
    assert (status, problem["code"]) == (422, "several_faces_in_picture")
    assert problem["parameters"]["faces"] >= 2
    assert server.ask("GET", f"/people/{person_id}/samples")[1] == {"samples": []}


def test_a_second_server_on_the_same_folder_says_who_has_it(
    models: WeightsStore, server: ServerProcess, tmp_path: Path
) -> None:
    second = subprocess.run(
        server.command(port=0),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert second.returncode == 2
    assert server.url in second.stderr
    assert "Traceback" not in second.stderr
    assert server.ask("GET", "/health")[0] == 200  # and the first one goes on
