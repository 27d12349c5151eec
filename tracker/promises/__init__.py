"""What a commitment's text can be held to: quantities, deadlines, parts, bodies, topic, trackability."""

from tracker.promises.bodies import find_bodies
from tracker.promises.promise import read_promise
from tracker.promises.quantities import find_quantities

__all__ = ["find_bodies", "find_quantities", "read_promise"]
