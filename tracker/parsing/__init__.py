"""Text to a report taken apart: sections, units, roles, headings, identity."""

from tracker.parsing.report import PARSER_VERSION, parse

__all__ = ["PARSER_VERSION", "parse"]
