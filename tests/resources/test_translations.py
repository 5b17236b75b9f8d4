"""The committed catalogues are what Babel makes of the sources now."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from resources.sentences import SENTENCES

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "translations.py"


@pytest.fixture
def translations() -> ModuleType:
    specification = importlib.util.spec_from_file_location("translations_script", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_template_translations_and_compiled_files_are_current(translations: ModuleType) -> None:
    assert translations.complaints() == []


def test_everything_that_can_be_said_is_extracted(translations: ModuleType) -> None:
    assert set(SENTENCES.values()) <= set(translations.sentences(translations.extracted()))


def test_a_stale_compiled_file_is_noticed(
    translations: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "translations"
    for file in translations.TRANSLATIONS.rglob("munjigi.*"):
        target = copy / file.relative_to(translations.TRANSLATIONS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    monkeypatch.setattr(translations, "TRANSLATIONS", copy)
    po = copy / "ko" / "LC_MESSAGES" / "munjigi.po"
    po.write_text(po.read_text(encoding="utf-8").replace("카메라를 봐 주세요.", "여기를 봐 주세요."), encoding="utf-8")
    assert any("not the compiled" in complaint for complaint in translations.complaints())


@pytest.mark.parametrize("action", ["check", "compile"])
def test_the_script_says_yes_with_its_exit_code(
    translations: ModuleType, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["translations.py", action])
    assert translations.main() == 0
