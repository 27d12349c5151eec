"""What a commitment's text can be held to: quantities, deadlines, and whether it can be checked at all."""

from tracker.promises.promise import read_promise
from tracker.promises.quantities import find_quantities

__all__ = ["find_quantities", "read_promise"]
