#!/usr/bin/env python3
"""Collect, merge and compile Munjigi's sentences (needs Babel, a tool for developers only).

``scripts/translations.py update``   after a sentence changed: extracts, merges into ko and en, compiles
``scripts/translations.py compile``  after ``ko/LC_MESSAGES/munjigi.po`` was edited
``scripts/translations.py check``    exits 1 with what is missing or out of date
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
TRANSLATIONS = RESOURCES / "translations"
TEMPLATE = TRANSLATIONS / "munjigi.pot"
LANGUAGES = ("en", "ko")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("update", "compile", "check"))
    action = parser.parse_args().action
    if action == "check":
        return report(complaints())
    if action == "update":
        update()
    compile_all()
    return report(complaints())


def report(found: list[str]) -> int:
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


def extracted() -> Catalog:
    """The sentences that the sources mark with ``N_``, in their order."""
    catalogue = Catalog(project="Munjigi", copyright_holder="the Munjigi authors", charset="utf-8", fuzzy=False)
    for _file, _line, message, comments, context in extract_from_dir(RESOURCES, keywords={"N_": None}):
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def po_file(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "munjigi.po"


def read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def sentences(catalogue: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def update() -> None:
    """Bring the template and both languages up to the sources; English repeats the sentence itself."""
    found = extracted()
    if not TEMPLATE.exists() or set(sentences(read(TEMPLATE))) != set(sentences(found)):
        write(TEMPLATE, found)
    for language in LANGUAGES:
        file = po_file(language)
        catalogue = read(file, language) if file.exists() else Catalog(locale=language, project="Munjigi", fuzzy=False)
        before = sentences(catalogue)
        catalogue.update(extracted(), no_fuzzy_matching=True)  # a fresh one: English fills in the messages it is given
        catalogue.obsolete.clear()
        if language == "en":
            for message in catalogue:
                message.string = message.id or message.string
        if sentences(catalogue) != before:
            write(file, catalogue)


def write(file: Path, catalogue: Catalog) -> None:
    catalogue.header_comment = "# Munjigi's sentences; made by scripts/translations.py."
    catalogue.msgid_bugs_address = ""
    catalogue.last_translator = ""
    catalogue.language_team = ""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalogue, width=120, no_location=True)


def compiled(language: str) -> bytes:
    """What the .mo file of ``language`` must hold."""
    stream = io.BytesIO()
    write_mo(stream, read(po_file(language), language))
    return stream.getvalue()


def compile_all() -> None:
    for language in LANGUAGES:
        po_file(language).with_suffix(".mo").write_bytes(compiled(language))


def complaints() -> list[str]:
    """Everything that keeps the committed files from being complete and current."""
    wanted = set(sentences(extracted()))
    found = []
    if set(sentences(read(TEMPLATE))) != wanted:
        found.append(f"{TEMPLATE.name} is out of date: run scripts/translations.py update")
    for language in LANGUAGES:
        have = sentences(read(po_file(language), language))
        found += [f"{language}: gone from the sources: {text}" for text in sorted(set(have) - wanted)]
        found += [f"{language}: not translated: {text}" for text in sorted(wanted) if not have.get(text)]
        if po_file(language).with_suffix(".mo").read_bytes() != compiled(language):
            found.append(f"{language}: the .mo file is not the compiled .po file: run scripts/translations.py compile")
    return found


if __name__ == "__main__":
    sys.exit(main())
