# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Block device mappings: several servers at once, changes by uuid."""

from oslo_utils import uuidutils

from nova_lite.db.main import block_devices, instances
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_rows_of_several_servers_in_order(session: Session) -> None:
    first, second, bare = (rows.server(session) for _ in range(3))
    made = [
        {"uuid": uuidutils.generate_uuid(), "instance_uuid": uuid, "boot_index": index, "connection_info": "{}"}
        for uuid, index in ((first, 0), (second, 0), (first, 1))
    ]
    block_devices.create(session, made)
    block_devices.create(session, [])
    found = block_devices.of_instances(session, [first, second, bare])
    assert {uuid: [row.boot_index for row in devices] for uuid, devices in found.items()} == {
        first: [0, 1],
        second: [0],
        bare: [],
    }
    assert found[first][0].delete_on_termination is False
    assert block_devices.of_instances(session, []) == {}


def test_changes_by_uuid_touch_live_rows_only(session: Session) -> None:
    server, gone = rows.server(session), rows.server(session)
    uuids = [uuidutils.generate_uuid() for _ in range(2)]
    block_devices.create(
        session, [{"uuid": one, "instance_uuid": of} for one, of in zip(uuids, (server, gone), strict=True)]
    )
    instances.destroy(session, gone)
    for uuid in uuids:
        block_devices.save(session, uuid, {"device_name": "/dev/vda", "connection_info": "x" * 100_000})
    [row] = block_devices.of_instances(session, [server])[server]
    assert (row.device_name, len(row.connection_info or "")) == ("/dev/vda", 100_000)
    assert block_devices.of_instances(session, [gone]) == {gone: []}
