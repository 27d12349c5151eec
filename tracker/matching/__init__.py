"""Commitments against the statements of later reports: ranked candidates, a proposed status, a reason."""

from tracker.matching.matcher import Matcher

__all__ = ["Matcher"]
