# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cells."""

from oslo_utils import uuidutils

from nova_lite.db.api import cell_mappings
from nova_lite.db.session import Session


def test_cells_are_created_changed_and_removed(api_session: Session) -> None:
    first, second = (
        cell_mappings.create(api_session, uuid=uuidutils.generate_uuid(), name=name, transport_url="none:///")
        for name in ("b", "a")
    )
    assert [row.name for row in cell_mappings.listed(api_session)] == ["b", "a"]
    assert first.disabled is False
    cell_mappings.save(api_session, first.uuid, disabled=True, name="c")
    found = cell_mappings.find(api_session, first.uuid)
    assert found is not None and (found.name, found.disabled) == ("c", True)
    cell_mappings.destroy(api_session, first.uuid)
    assert cell_mappings.find(api_session, first.uuid) is None
    assert cell_mappings.listed(api_session) == [second]
