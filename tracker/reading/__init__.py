"""Bytes to sanitised text: what format a file is, and the text that a person would see in it.

The extractors and their libraries are loaded in a child process only, so importing this room is light.
"""

from tracker.reading.finding import find_files
from tracker.reading.limits import Limits
from tracker.reading.reader import Reader

__all__ = ["Limits", "Reader", "find_files"]
