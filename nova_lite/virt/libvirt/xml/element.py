# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One way to make an XML element from Python values. Knows no libvirt vocabulary."""

from collections.abc import Iterable
from typing import Protocol

from lxml import etree

Element = etree._Element
Value = str | int | bool | None


class Renders(Protocol):
    """Anything that renders itself as one element."""

    def element(self) -> Element:
        """The element."""


def text_of(value: Value) -> str | None:
    """libvirt's spelling: yes and no for booleans; None stays None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def node(tag: str, *children: Element | None, text: Value = None, **attributes: Value) -> Element:
    """An element with those attributes, in the order given, and children that are not None.

    An underscore at the end of an attribute's name is dropped (for Python's keywords).
    """
    element = etree.Element(tag)
    for name, value in attributes.items():
        spelled = text_of(value)
        if spelled is not None:
            element.set(name.rstrip("_"), spelled)
    element.text = text_of(text)
    element.extend(child for child in children if child is not None)
    return element


def nodes(renderers: Iterable[Renders]) -> list[Element]:
    """The elements of several builders."""
    return [renderer.element() for renderer in renderers]


def to_text(element: Element) -> str:
    """Indented XML text."""
    return etree.tostring(element, pretty_print=True, encoding="unicode")


def parse(text: str) -> Element:
    """The element of an XML text; raises ValueError for text that is none."""
    try:
        return etree.fromstring(text)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
