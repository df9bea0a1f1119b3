# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Requests and placements for tests of conductor."""

import json

from nova_lite.conductor import placing
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.lifecycle import CREATE
from nova_lite.objects import database
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.create_request import CreateRequest, build_arguments
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease, grant
from nova_lite.objects.request_spec import RequestSpec, Selection
from tests.unit.control_plane import CELL1, PROJECT, USER, a_flavor, an_instance


def asked(number: int = 1) -> Instance:
    """A server that the API recorded and that waits for a host."""
    instance = an_instance(number, vm_state=None, launched_at=None)
    instance.begin_unsaved()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "user_id": USER}])
        text = json.dumps(instance.to_primitive())
        build_requests.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "instance": text}])
    return instance


def a_request() -> CreateRequest:
    """An image disk and nothing else."""
    disk = BlockDevice(source_type="image", image_id="image", boot_index=0)
    return CreateRequest(image=ImageMeta(id="image"), block_devices=[disk])


def a_spec() -> RequestSpec:
    """The request of one server."""
    return RequestSpec(flavor=a_flavor(), image=ImageMeta(id="image"), project_id=PROJECT, user_id=USER)


def chosen(*hosts: str) -> list[Selection]:
    """A host and alternates."""
    return [
        Selection(
            host=host, node=host, compute_node_uuid=f"uuid-{host}", cell_uuid=CELL1, allocation={"rp": {"VCPU": 1}}
        )
        for host in hosts
    ]


def a_lease(context: RequestContext, servers: list[Instance]) -> Lease:
    """The request of servers in the journal, as the API records it; nobody holds it yet."""
    lease = grant(CREATE, servers[0].uuid, attempt=0)
    arguments = {**build_arguments(a_spec(), a_request(), []), "instances": [one.uuid for one in servers]}
    with api_database().writer() as session:
        journal.create(session, journal.PLACING, [database.journal_row(context, lease, None, 600, arguments)])
    return lease


def begin(context: RequestContext, servers: list[Instance]) -> None:
    """The request of servers in the journal, taken by a conductor that does nothing more."""
    held = placing.take(a_lease(context, servers))
    assert held is not None
    placing.release(held)
