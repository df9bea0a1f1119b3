# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Framed tables and URLs without passwords."""

import pytest

from nova_lite.cmd.manage.tables import table, without_password


def test_a_table_has_columns_as_wide_as_needed() -> None:
    assert table(("A", "Long title"), [("wide cell", True), ("", None)]).splitlines() == [
        "+-----------+------------+",
        "| A         | Long title |",
        "+-----------+------------+",
        "| wide cell | True       |",
        "|           | None       |",
        "+-----------+------------+",
    ]


def test_a_table_without_rows() -> None:
    assert table(("A",), []).splitlines() == ["+---+", "| A |", "+---+"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mysql+pymysql://nova:s%40cret@db/nova?charset=utf8", "mysql+pymysql://nova:****@db/nova?charset=utf8"),
        ("rabbit://a:x@h1:5672,b:y@h2:5672//", "rabbit://a:****@h1:5672,b:****@h2:5672//"),
        ("rabbit://a@h1:5672/", "rabbit://a@h1:5672/"),
        ("{scheme}://{username}:{password}@h/nova", "{scheme}://{username}:****@h/nova"),
        ("sqlite:////var/x.sqlite", "sqlite:////var/x.sqlite"),
        ("none:///", "none:///"),
    ],
)
def test_passwords_are_hidden(url: str, shown: str) -> None:
    assert without_password(url) == shown
