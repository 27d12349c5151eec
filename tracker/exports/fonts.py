"""The Chinese font of pictures and PDF: it comes with a package, so that every machine shows the same glyphs."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from tracker.errors import ExportError

EXTRA = "report"
"""The extra of this package that brings what pictures and PDF need."""

FAMILY = "Noto Sans SC"
_PACKAGE = "pylopdf_fonts_zh_cn"
_FILE = "NotoSansSC-Regular.otf"


def needed(module: str) -> Any:
    """A module of the extra.

    Raises:
        ExportError: it is not installed; says how to install it.

    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ExportError("exports.error.extra", module=module.partition(".")[0], extra=EXTRA) from error


def drawable() -> bool:
    """Whether what pictures need is installed, for a form that does without them."""
    try:
        return needed("matplotlib") is not None and font_file().exists()
    except ExportError:
        return False


def font_file() -> Path:
    """The font: Noto Sans SC, under the SIL Open Font License.

    Raises:
        ExportError: its package is not installed.

    """
    return Path(str(needed(_PACKAGE).__file__)).parent / _FILE
