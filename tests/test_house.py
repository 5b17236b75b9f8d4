"""Rules of the house that no linter knows: what may not stand in the code, what the wheel holds, who imports what."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PACKAGES, REPOSITORY

TEXT_ENDINGS = {".py", ".toml", ".md", ".txt", ".json", ".yml", ".yaml", ".po", ".pot", ".service", ".mako", ".ini", ""}


def tracked() -> list[Path]:
    """Every text file that git knows (a submission is a clone: nothing else counts)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name]
    return [REPOSITORY / name for name in names if Path(name).suffix in TEXT_ENDINGS and (REPOSITORY / name).is_file()]


def lines_with(pattern: str, files: list[Path]) -> list[str]:
    """``file:line: text`` of every line that matches."""
    return list(_matches(re.compile(pattern), files))


def _matches(wanted: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if wanted.search(line):
                yield f"{file.relative_to(REPOSITORY)}:{number}: {line.strip()}"


def code() -> list[Path]:
    """The code of the packages, without tests."""
    return [file for file in tracked() if file.suffix == ".py" and file.relative_to(REPOSITORY).parts[0] in PACKAGES]


@pytest.fixture(scope="session")
def in_git() -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout")


@pytest.mark.usefixtures("in_git")
def test_no_file_names_a_place_of_one_machine() -> None:
    assert code(), "nothing was searched"
    # Put together here so that this file does not name them either.
    places = "|".join(f"/{place}" for place in ("work/", "root/", r"home/(?!pi\b|USER\b|munjigi\b)\w"))
    assert lines_with(rf"(?<![\w.~-])({places})", tracked()) == []


@pytest.mark.usefixtures("in_git")
def test_no_file_names_a_package_registry() -> None:
    # The brackets keep the patterns from matching themselves.
    hosts = r"pypi[.]org|pythonhosted[.]org|deb[.]debian[.]org|registry[.]npmjs"
    assert lines_with(hosts, tracked()) == []


@pytest.mark.usefixtures("in_git")
def test_nothing_unpacks_code() -> None:
    """Models and blobs are data: formats that can run code when they are read are not used."""
    assert lines_with(r"\bimport (pickle|cPickle|dill|joblib|shelve|marshal)\b|\bfrom (pickle|shelve) ", code()) == []
    assert lines_with(r"\bload_model\(|\.load_weights\(|allow_pickle\s*=\s*True|\byaml\.load\(", code()) == []
    loads = [line for line in lines_with(r"\bnp\.load\(|\bnumpy\.load\(", code()) if "allow_pickle=False" not in line]
    assert loads == []


@pytest.mark.usefixtures("in_git")
def test_nothing_is_left_to_be_done() -> None:
    unfinished = r"\b(TO[D]O|FIX[M]E|XX[X])\b|raise Not[I]mplementedError"
    assert lines_with(unfinished, [file for file in tracked() if file.suffix == ".py"]) == []


@pytest.mark.usefixtures("in_git")
def test_no_model_picture_clip_or_font_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, check=True, text=True)
    forbidden = re.compile(
        r"\.(onnx|dat|npz|npy|h5|keras|tflite|pb|mp4|mjpe?g|avi|gif|jpe?g|ttf|otf|ttc|woff2?)$", re.IGNORECASE
    )
    assert [name for name in listed.stdout.splitlines() if forbidden.search(name)] == []


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel, built from the tree without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (file,) = folder.glob("munjigi-*.whl")
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def test_the_wheel_leaves_tests_out(wheel: set[str]) -> None:
    tops = {name.split("/")[0] for name in wheel if ".dist-info/" not in name}
    assert tops == set(PACKAGES)
    assert [name for name in wheel if re.search(r"(^|/)(tests?|conftest)\b|(^|/)test_", name)] == []


def test_the_wheel_holds_what_is_read_at_run_time(wheel: set[str]) -> None:
    assert "weights/manifest.toml" in wheel
    for language in ("en", "ko"):
        assert f"resources/translations/{language}/LC_MESSAGES/munjigi.mo" in wheel
    assert [name for name in wheel if re.fullmatch(r"resources/consent/[\d-]+\.toml", name)]
    migrations = REPOSITORY / "offload_server" / "store" / "migrations"
    needed = {str(file.relative_to(REPOSITORY)) for file in migrations.rglob("*") if file.suffix in {".py", ".mako"}}
    assert needed, "no migrations found"
    assert needed <= wheel


def test_every_console_script_leads_somewhere(wheel: set[str]) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["scripts"]) == {"munjigi", "munjigi-server", "munjigi-pi", "munjigi-lab"}
    for target in project["scripts"].values():
        assert target.split(":")[0].replace(".", "/") + ".py" in wheel


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        (
            "pi_client.__main__",
            "numpy cv2 tensorflow dlib PySide6 pydantic sqlalchemy onnx cryptography pipeline weights",
        ),
        ("pipeline.ports", "cv2 dlib tensorflow onnx PySide6 aiohttp"),
        ("pipeline.presets", "dlib tensorflow onnx PySide6 aiohttp"),
        ("weights.store", "numpy cv2 dlib tensorflow onnx"),
        ("offload_server.wire.codec", "aiohttp zeroconf numpy cv2 pydantic tensorflow pipeline weights"),
        ("offload_server.app", "tensorflow dlib onnx PySide6 alembic"),
        ("desktop_app.__main__", "tensorflow dlib onnx PySide6 alembic cv2 numpy"),
        ("resources.catalogue", "numpy pydantic babel"),
    ],
)
def test_importing_stays_light(module: str, unwanted: str) -> None:
    """Heavy libraries load when they are used; a Pi does not even have most of them."""
    program = f"import sys, {module}; print(*sorted(set({unwanted.split()!r}) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []


@pytest.mark.parametrize("script", ["setup", "run", "test", "soak"])
def test_scripts_are_sound_and_executable(script: str) -> None:
    file = REPOSITORY / "scripts" / script
    assert file.stat().st_mode & 0o100
    subprocess.run(["bash", "-n", str(file)], check=True)
    assert "set -euo pipefail" in file.read_text("utf-8")


def test_make_only_calls_scripts() -> None:
    recipes = [line for line in (REPOSITORY / "Makefile").read_text("utf-8").splitlines() if line.startswith("\t")]
    assert recipes
    assert all(re.fullmatch(r"\t@scripts/[\w-]+", recipe) for recipe in recipes)
