"""Elements of Office documents by local name: the transitional and the strict dialect differ in namespaces only."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str = "val") -> str | None:
    """Value of an attribute, whatever its namespace."""
    if element is None:
        return None
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def find(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, its first child of the next name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def switched_on(element: Element | None) -> bool:
    """Whether a property that is on or off is on."""
    return element is not None and attribute(element) not in ("0", "false", "off")
