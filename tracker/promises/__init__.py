"""What a commitment's text can be held to: quantities, deadlines, parts, bodies, trackability."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracker.promises.quantities import find_quantities, is_growth, is_start

if TYPE_CHECKING:
    from tracker.promises.bodies import find_bodies
    from tracker.promises.promise import read_promise
    from tracker.promises.rows import cells_beside, only_who_and_when

__all__ = [
    "cells_beside",
    "find_bodies",
    "find_quantities",
    "is_growth",
    "is_start",
    "only_who_and_when",
    "read_promise",
]

_LATER = {
    "cells_beside": "rows",
    "find_bodies": "bodies",
    "only_who_and_when": "rows",
    "read_promise": "promise",
}
"""Names whose patterns take long to compile and which a comparison of numbers does not need, and their modules."""


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(name)
