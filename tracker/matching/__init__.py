"""Commitments against the statements of later reports: ranked candidates, a proposed status, a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.matching.comparison import compare, shared_pieces

if TYPE_CHECKING:
    from tracker.matching.matcher import Matcher

__all__ = ["Matcher", "compare", "shared_pieces"]


def __getattr__(name: str) -> Any:
    """The matcher loads numpy and scipy, which a mere comparison does not need."""
    if name == "Matcher":
        from tracker.matching.matcher import Matcher

        return Matcher
    raise AttributeError(name)
