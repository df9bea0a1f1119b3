# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts and request specs for scheduler tests."""

from typing import Any

from nova_lite.context import RequestContext
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import Aggregate, HostState
from nova_lite.scheduler.prefilters.base import Around


def a_spec(
    extra_specs: dict[str, str] | None = None, properties: dict[str, str] | None = None, **values: Any
) -> RequestSpec:
    """A request of one small server."""
    flavor = Flavor(
        flavorid="1",
        name="small",
        memory_mb=512,
        vcpus=1,
        root_gb=2,
        ephemeral_gb=1,
        swap=1025,
        extra_specs=extra_specs or {},
    )
    image = ImageMeta(id="image", properties=dict(properties or {}))
    return RequestSpec(flavor=flavor, image=image, project_id="project", user_id="user", **values)


def a_host(name: str = "host1", metadata: dict[str, str] | None = None, **values: Any) -> HostState:
    """A host that is up; with metadata it is in one aggregate."""
    aggregates = (Aggregate(1, "agg", metadata, frozenset({name})),) if metadata else ()
    return HostState(host=name, node=name, uuid=f"uuid-{name}", service_up=True, aggregates=aggregates, **values)


def an_aggregate(uuid: str, metadata: dict[str, str]) -> Aggregate:
    """An aggregate without hosts."""
    return Aggregate(1, uuid, metadata, frozenset())


def around(aggregates: list[Aggregate] | None = None, oldest_compute: int = 0) -> Around:
    """What pre-filters are told."""
    return Around(RequestContext(user_id="user", project_id="project"), aggregates or [], oldest_compute)
