"""Files that are written whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tracker.errors import ExportError, why


def check_place(path: Path, *, force: bool = False) -> None:
    """Refuse a place that cannot take a file before any work is done.

    Raises:
        ExportError: it has no folder, is no plain file, has control characters, or exists and `force` is not given.

    """
    if not path.name or not path.name.isprintable():
        raise ExportError("exports.error.name", path=path)
    if not path.parent.is_dir():
        raise ExportError("exports.error.folder", path=path, folder=path.parent)
    if path.exists() and not path.is_file():
        raise ExportError("exports.error.no_file", path=path)
    if path.exists() and not force:
        raise ExportError("exports.error.exists", path=path)


@contextmanager
def whole_or_not(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its name only when everything was written.

    Raises:
        ExportError: as `check_place`, or the file cannot be written.

    """
    check_place(path, force=force)
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tracker-", suffix=path.suffix)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        with open(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # A file that came up meanwhile is not ours to replace; link() refuses where replace() would not.
        if force or not hasattr(os, "link"):
            os.replace(name, path)
        else:
            _take_name(name, path)
    except OSError as error:
        raise ExportError("exports.error.write", path=path, why=why(error)) from error
    finally:
        if name is not None:
            Path(name).unlink(missing_ok=True)


def _take_name(name: str, path: Path) -> None:
    try:
        os.link(name, path)
    except FileExistsError:
        raise ExportError("exports.error.exists", path=path) from None
    except OSError:
        os.replace(name, path)  # a file system without hard links
