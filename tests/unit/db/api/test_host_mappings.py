# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts and their cells."""

from oslo_utils import uuidutils

from nova_lite.db.api import cell_mappings, host_mappings
from nova_lite.db.session import Session


def test_hosts_are_in_one_cell(api_session: Session) -> None:
    first, second = (cell_mappings.create(api_session, uuid=uuidutils.generate_uuid()) for _ in range(2))
    for cell, host in ((first, "h2"), (first, "h1"), (second, "h3")):
        host_mappings.create(api_session, cell.id, host)
    assert host_mappings.cell_of(api_session, "h3") == second
    assert host_mappings.cell_of(api_session, "h4") is None
    assert [host for host, _ in host_mappings.listed(api_session)] == ["h1", "h2", "h3"]
    assert host_mappings.listed(api_session, first.id) == [("h1", first), ("h2", first)]
    assert host_mappings.known(api_session, ["h1", "h4"]) == {"h1"}
    assert host_mappings.known(api_session, []) == set()
    assert host_mappings.destroy(api_session, "h1")
    assert not host_mappings.destroy(api_session, "h1")
