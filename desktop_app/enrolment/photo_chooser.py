"""Where photos come from: a drop, or the system's dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.enrolment.photo_model import PICTURE_SUFFIXES
from resources.catalogue import Catalogue


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of a drop; addresses of other machines are left out."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def choose_files(parent: QWidget, words: Catalogue) -> tuple[Path, ...]:
    """Ask for photos; none when it was called off."""
    kinds = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
    title, pictures = words.say("enrol_choose_photos"), words.say("enrol_photo_files")
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", f"{pictures} ({kinds})")
    return tuple(map(Path, chosen))


def choose_folder(parent: QWidget, words: Catalogue) -> tuple[Path, ...]:
    """Ask for a folder of photos; none when it was called off."""
    chosen = QFileDialog.getExistingDirectory(parent, words.say("enrol_choose_folder"))
    return (Path(chosen),) if chosen else ()
