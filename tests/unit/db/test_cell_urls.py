# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Templates in the URLs of cells."""

from nova_lite.db.cell_urls import fill_in

OWN = "mysql+pymysql://nova:secret@db:3306/nova_cell0?charset=utf8"


def test_parts_come_from_the_own_url() -> None:
    template = "{scheme}://{username}:{password}@{hostname}:{port}/other?{query}"
    assert fill_in(template, OWN) == "mysql+pymysql://nova:secret@db:3306/other?charset=utf8"


def test_url_without_template_stays() -> None:
    assert fill_in("sqlite:///x", OWN) == "sqlite:///x"
