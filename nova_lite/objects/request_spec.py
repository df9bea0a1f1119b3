# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the scheduler is asked for, and what it answers."""

from nova_lite.objects.base import WireObject, new, wire
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta


@wire
class NetworkRequest(WireObject):
    """One wanted interface: a port, a network, or an address on a network."""

    VERSION = "1.0"

    network_id: str | None = None
    port_id: str | None = None
    address: str | None = None
    tag: str | None = None
    auto_allocate: bool = False
    no_allocate: bool = False


@wire
class RequestSpec(WireObject):
    """The scheduling request of one server (or of `num_instances` alike servers), kept as JSON in request_specs.

    `force_hosts`/`force_nodes` bypass the filters; `requested_host`/`requested_node` (API 2.74) do not.
    `scheduler_hints` maps a hint to its list of values. `move_from_cell`: where a server is that may change its cell.
    """

    VERSION = "1.0"

    instance_uuid: str | None = None
    num_instances: int = 1
    project_id: str | None = None
    user_id: str | None = None
    availability_zone: str | None = None
    flavor: Flavor
    image: ImageMeta | None = None
    is_bfv: bool = False
    force_hosts: list[str] = new(list)
    force_nodes: list[str] = new(list)
    ignore_hosts: list[str] = new(list)
    requested_host: str | None = None
    requested_node: str | None = None
    group_uuid: str | None = None
    group_policy: str | None = None
    group_rules: dict[str, str] = new(dict)
    group_hosts: list[str] = new(list)
    scheduler_hints: dict[str, list[str]] = new(dict)
    security_groups: list[str] = new(list)
    networks: list[NetworkRequest] = new(list)
    root_required_traits: list[str] = new(list)
    root_forbidden_traits: list[str] = new(list)
    member_of: list[list[str]] = new(list)
    forbidden_aggregates: list[str] = new(list)
    move_from_cell: str | None = None


@wire
class Selection(WireObject):
    """One host chosen by the scheduler; `allocation` is the placement allocation body that claims it."""

    VERSION = "1.0"

    host: str
    node: str
    compute_node_uuid: str
    cell_uuid: str | None = None
    availability_zone: str | None = None
    allocation: dict[str, dict[str, int]] = new(dict)
    limits: dict[str, float] = new(dict)
