"""From what a user names on the command line to the files meant."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from tracker.reading.formats import SUFFIXES

REPORT_SUFFIXES = frozenset(SUFFIXES) - {".tsv", ".xlsx", ".xlsm"}
"""Names that may be a report; a table with tabs or a workbook rather is data, and is read if it is named itself."""

_TEMPORARY = ("~$", ".~", "._")


def find_files(paths: list[str]) -> list[Path]:
    """Files meant by files, folders (recursive) and patterns (`**` too): sorted, each once.

    In a folder, hidden files, files that an editor left behind and names of other kinds are left out. What does not
    exist, and a folder without any report, is passed on so that the reader names it. Links to folders are not followed.
    """
    found: dict[str, Path] = {}
    for name in paths:
        for path in _expand(name):
            found.setdefault(os.path.realpath(path), path)
    return sorted(found.values(), key=str)


def _expand(name: str) -> list[Path]:
    if os.path.isdir(name):
        return _in_folder(Path(name)) or [Path(name)]
    if not os.path.lexists(name) and glob.has_magic(name):
        matches = [Path(match) for match in glob.glob(name, recursive=True)]
        files = [file for match in matches for file in (_in_folder(match) if match.is_dir() else [match])]
        return files or [Path(name)]
    return [Path(name)]


def _in_folder(folder: Path) -> list[Path]:
    unreadable: list[Path] = []

    def cannot_list(error: OSError) -> None:
        unreadable.append(Path(error.filename))

    files: list[Path] = []
    for base, folders, names in os.walk(folder, onerror=cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(base, name) for name in names if _is_report(name)]
    return files + unreadable


def _is_report(name: str) -> bool:
    suffix = os.path.splitext(name)[1].lower()
    return suffix in REPORT_SUFFIXES and not name.startswith((".", *_TEMPORARY))
