"""Reads the consent text that is valid today."""

from __future__ import annotations

import tomllib
from importlib import resources
from types import MappingProxyType

from offload_server.household.records import ConsentText

CURRENT_VERSION = "2026-11"


def load_consent_text() -> ConsentText:
    """The current text in every language. Blocks: ``open_house`` calls it once, off the loop."""
    file = resources.files("resources.consent") / f"{CURRENT_VERSION}.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    texts = {language: text.strip() for language, text in content["texts"].items()}
    return ConsentText(content["version"], MappingProxyType(texts))
