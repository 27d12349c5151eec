"""What was typed for an option, checked by the library only where there is something to check.

It checks by pydantic, which takes longer to load than all else that a command needs, and would do so for the options
that nobody gave and for texts, which are what they are.
"""

from __future__ import annotations

from typing import Any

PLAIN = (str, int, float, bool)


class Typed:
    """Stands before an option's check."""

    def __init__(self, check: Any) -> None:
        self._check = check

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """The value of an option as the library gives it."""
        many = param.multiple or param.nargs == -1
        if value is None or value == ():
            return () if many else value
        if type(value) in PLAIN and param.type_descriptor.annotation is type(value) and not many:
            return value  # a text, or a default
        return self._check().coerce(value, param=param, ctx=ctx)


def lighten(command: Any) -> None:
    """Put off the checks of a command's options until they are needed, in versions of the library that check so."""
    for parameter in command.params:
        _lighten(parameter)
    help_option = command.get_help_option

    def get_help_option(ctx: Any) -> Any:
        option = help_option(ctx)
        _lighten(option)
        return option

    command.get_help_option = get_help_option


def _lighten(parameter: Any) -> None:
    check = getattr(parameter, "get_runtime_param", None)
    if check is not None and hasattr(parameter, "type_descriptor") and "get_runtime_param" not in vars(parameter):
        parameter.get_runtime_param = lambda: Typed(check)
