# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Making elements."""

import pytest

from nova_lite.virt.libvirt.xml.element import node, nodes, parse, text_of, to_text
from nova_lite.virt.libvirt.xml.peripheral import Sound


@pytest.mark.parametrize(("value", "expected"), [(True, "yes"), (False, "no"), (3, "3"), ("x", "x"), (None, None)])
def test_spelling(value: str | int | bool | None, expected: str | None) -> None:
    assert text_of(value) == expected


def test_node_leaves_out_what_is_none() -> None:
    element = node("a", node("b", text=1), None, x="1", y=None, class_="c")
    assert to_text(element) == '<a x="1" class="c">\n  <b>1</b>\n</a>\n'


def test_nodes() -> None:
    assert [element.tag for element in nodes([Sound("ac97"), Sound("ich9")])] == ["sound", "sound"]


def test_parse() -> None:
    assert parse("<a b='1'/>").get("b") == "1"
    with pytest.raises(ValueError, match="Start tag"):
        parse("no xml")
