"""What a commitment's text can be held to: quantities, deadlines, parts, bodies, trackability."""

from tracker.promises.bodies import find_bodies
from tracker.promises.promise import read_promise
from tracker.promises.quantities import find_quantities, is_growth, is_start
from tracker.promises.rows import cells_beside

__all__ = [
    "cells_beside",
    "find_bodies",
    "find_quantities",
    "is_growth",
    "is_start",
    "read_promise",
]
