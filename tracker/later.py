"""Modules that a library loads, though next to nothing of theirs is ever used: loaded once something of them is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any

_loading = Lock()


class _Later(ModuleType):
    """In the place of a module until something of it is asked for."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, self._called_later(function))

    def _called_later(self, function: str) -> Callable[..., Any]:
        return lambda *values, **named: self.__getattr__(function)(*values, **named)

    def __getattr__(self, name: str) -> Any:
        with _loading:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def later(name: str, *functions: str) -> None:
    """Load a module when something of it is used; whoever imports it meanwhile gets what stands in for it.

    Args:
        name: of the module; if it is loaded already, nothing is done.
        functions: of it, by name, that others give names of their own before they use them.

    """
    if name not in sys.modules:
        sys.modules[name] = stand_in = _Later(name, functions)
        package, _, last = name.rpartition(".")
        if package:
            setattr(import_module(package), last, stand_in)
