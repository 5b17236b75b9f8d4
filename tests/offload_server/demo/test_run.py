"""The steps of a demo with a real server and real camera processes; only the engine is made up."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest

from offload_server.demo import run as demo
from offload_server.demo.cast import Appearance, Door, Piece, Presence, Programme
from offload_server.demo.footage import film
from offload_server.demo.material import Material
from offload_server.demo.narration import JsonNarrator
from offload_server.demo.options import DemoOptions
from pipeline.ports import FrameJob
from pipeline.types import CameraId, Verdict
from resources.catalogue import Catalogue
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_face, fake_observation
from tests.offload_server.demo.conftest import ClipMaker
from weights.store import WeightsStore

DOORS = tuple(
    Door(key, code, (Appearance(Piece("clip", 0.0, 1.0), (Presence(None),)),))
    for key, code in (("front", "demo_front_door"), ("gate", "demo_garden_gate"))
)


class StrangersOnly(FakeEngine):
    """Calls the third frame of each camera a visit of somebody unknown."""

    def submit(self, job: FrameJob) -> None:
        super().submit(job)
        if sum(each.camera_id == job.camera_id for each in self.jobs) == 3:
            visit = hashlib.sha256(job.camera_id.encode()).hexdigest()[:8]
            self.say(fake_observation(job.camera_id, job.seq, faces=(fake_face(visit),)))
            self.say(fake_decision(visit, Verdict.UNKNOWN, person_id=None, camera_id=CameraId(job.camera_id)))


@pytest.fixture
def options(tmp_path: Path) -> DemoOptions:
    return DemoOptions(seconds=1.0, data=tmp_path / "data")


@pytest.fixture
def drawn_footage(make_clip: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two doors that show a drawn clip, and nobody to enrol."""
    clips = {"clip": make_clip(frames=30, fps=15.0)}

    def prepare(options: DemoOptions, weights: WeightsStore) -> Material:
        films = tuple((door, film(door, clips, tmp_path / "cache")) for door in DOORS)
        return Material(weights, Programme((), DOORS), films, ())

    monkeypatch.setattr(demo, "find_weights", lambda _: WeightsStore(tmp_path / "weights"))
    monkeypatch.setattr(demo, "prepare", prepare)


def _run(options: DemoOptions, engine: FakeEngine) -> tuple[int, list[dict[str, object]], str]:
    out, err = io.StringIO(), io.StringIO()
    code = demo.run(options, JsonNarrator(Catalogue("en"), out, err), lambda _: engine)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


@pytest.mark.usefixtures("drawn_footage")
def test_decisions_of_both_doors_reach_the_lines(options: DemoOptions) -> None:
    code, lines, err = _run(options, StrangersOnly())
    decisions, summary = lines[:-1], lines[-1]
    assert sorted(str(line["camera"]) for line in decisions) == ["Front door", "Garden gate"]
    assert {line["decision"] for line in decisions} == {"UNKNOWN"}
    assert summary["event"] == "summary"
    assert summary["wrong_names"] == 0
    assert int(str(summary["frames"])) >= 10
    assert code == 1, "nobody was recognised"
    assert "Nobody was recognised." in err
    assert options.data is not None
    assert list(options.data.iterdir()) == [], "the throw-away folder is gone"


class Breaks(FakeEngine):
    """Loading fails."""

    def start(self) -> None:
        super().start()
        self.fail("no memory")


@pytest.mark.usefixtures("drawn_footage")
@pytest.mark.allow_log("the engine did not start")
def test_networks_that_do_not_load_are_a_sentence(options: DemoOptions) -> None:
    code, lines, err = _run(options, Breaks())
    assert (code, [line["code"] for line in lines]) == (1, ["engine_failed"])
    assert "no memory" in err


@pytest.mark.usefixtures("drawn_footage")
def test_ctrl_c_stops_cleanly(options: DemoOptions) -> None:
    class Impatient(JsonNarrator):
        def step(self, code: str, **figures: object) -> None:
            super().step(code, **figures)
            if code == "demo_ready":
                raise KeyboardInterrupt

    out, err = io.StringIO(), io.StringIO()
    assert demo.run(options, Impatient(Catalogue("ko"), out, err), lambda _: FakeEngine()) == 130
    assert out.getvalue() == ""
    assert err.getvalue().endswith("끝나기 전에 멈췄어요. 저장한 것은 없어요.\n")
    assert options.data is not None
    assert list(options.data.iterdir()) == []


@pytest.mark.usefixtures("drawn_footage")
def test_a_file_where_the_folder_must_be_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    code, lines, err = _run(DemoOptions(seconds=1.0, data=blocked), FakeEngine())
    assert (code, [line["code"] for line in lines]) == (1, ["demo_file_trouble"])
    assert str(blocked) in err


def test_missing_models_name_the_command(tmp_path: Path) -> None:
    code, lines, err = _run(DemoOptions(weights=tmp_path), FakeEngine())
    assert (code, [line["code"] for line in lines]) == (1, ["demo_models_missing"])
    assert "munjigi-lab weights install standard demo" in err
    assert "yunet" in err
    assert list(tmp_path.iterdir()) == []
