# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Compute nodes: create or change, lists, discovery marks."""

import pytest
from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.db.main import compute_nodes
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_save_creates_then_changes(session: Session) -> None:
    uuid = rows.node(session, "h1")
    created = compute_nodes.get(session, uuid)
    assert compute_nodes.save(session, uuid, {"vcpus_used": 3}) == created.id
    changed = compute_nodes.get(session, uuid)
    assert (changed.vcpus_used, changed.vcpus, changed.host) == (3, 8, "h1")
    assert compute_nodes.get(session, created.id) == changed


@pytest.mark.parametrize("missing", [99_999, uuidutils.generate_uuid()])
def test_a_missing_node(session: Session, missing: int | str) -> None:
    assert compute_nodes.find(session, str(missing)) is None
    with pytest.raises(exception.ComputeHostNotFound):
        compute_nodes.get(session, missing)


def test_nodes_with_their_services(session: Session) -> None:
    first, _second = rows.node(session, "h1"), rows.node(session, "h2")
    rows.node(session, "without-service")
    for host in ("h1", "h2"):
        rows.service(session, host)
    rows.service(session, "h1", "nova-conductor")
    assert [(n.host, s.host) for n, s in compute_nodes.with_services(session)] == [("h1", "h1"), ("h2", "h2")]
    assert [n.uuid for n, _ in compute_nodes.with_services(session, [first])] == [first]
    assert compute_nodes.with_services(session, []) == []


def test_pages(session: Session) -> None:
    made = [compute_nodes.get(session, rows.node(session, f"h{number}")).id for number in range(3)]
    assert [row.id for row in compute_nodes.listed(session)] == made
    assert [row.id for row in compute_nodes.listed(session, limit=1, marker=made[0])] == made[1:2]


def test_search_by_host_and_name(session: Session) -> None:
    rows.node(session, "h1", hypervisor_hostname="one_a")
    rows.node(session, "h1", hypervisor_hostname="one-b")
    assert len(compute_nodes.by_host(session, "h1")) == 2
    assert [row.hypervisor_hostname for row in compute_nodes.by_host(session, "h1", "one-b")] == ["one-b"]
    assert [row.host for row in compute_nodes.by_name(session, "one-b")] == ["h1"]
    assert [row.hypervisor_hostname for row in compute_nodes.matching(session, "e_")] == ["one_a"]
    assert len(compute_nodes.matching(session, "one")) == 2


def test_discovery_marks_all_nodes_of_a_host(session: Session) -> None:
    for host, name in (("h1", "a"), ("h1", "b"), ("h2", "c")):
        rows.node(session, host, hypervisor_hostname=name)
    compute_nodes.set_mapped(session, "h1", 1)
    assert [row.host for row in compute_nodes.unmapped(session)] == ["h2"]
    compute_nodes.set_mapped(session, "h1", 0)
    assert len(compute_nodes.unmapped(session)) == 3


def test_a_deleted_node_is_gone_and_its_name_is_free(session: Session) -> None:
    node = compute_nodes.get(session, rows.node(session, "h1"))
    assert compute_nodes.destroy(session, node.id)
    assert not compute_nodes.destroy(session, node.id)
    assert compute_nodes.by_host(session, "h1") == compute_nodes.unmapped(session) == []
    rows.node(session, "h1")
    assert len(compute_nodes.by_host(session, "h1")) == 1


def test_rows_for_the_scheduler(session: Session) -> None:
    uuid = rows.node(session, "h1")
    rows.node(session, "h2")
    rows.service(session, "h1")
    (row,) = compute_nodes.for_scheduling(session, [uuid, "unknown"])
    assert (row.uuid, row.host, row.disabled, row.vcpus) == (uuid, "h1", False, 8)
    assert row.service_created_at is not None


def test_a_deleted_node_comes_back_to_life(session: Session) -> None:
    uuid = rows.node(session, "h1")
    number = compute_nodes.get(session, uuid).id
    compute_nodes.set_mapped(session, "h1", 1)
    compute_nodes.destroy(session, number)
    assert compute_nodes.find(session, uuid) is None
    assert compute_nodes.save(session, uuid, {"vcpus_used": 3}) == number
    row = compute_nodes.get(session, uuid)
    assert (row.vcpus_used, row.mapped, row.deleted_at) == (3, 0, None)
