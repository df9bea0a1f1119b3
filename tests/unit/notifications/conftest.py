# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A bus in memory whose notifications can be read, and a server to talk about."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from oslo_config import fixture as config_fixture
from oslo_messaging import conffixture
from oslo_messaging.notify import _impl_test

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.network.model import IP, VIF, Network, Subnet
from nova_lite.notifications.emitter import EMITTER
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance
from nova_lite.rpc.transport import BUS

Sent = list[tuple[dict[str, Any], dict[str, Any], str, Any]]


@pytest.fixture
def options() -> Iterator[config_fixture.Config]:
    """Options that are put back; a bus in memory."""
    bus, changed = conffixture.ConfFixture(CONF, transport_url="fake:/"), config_fixture.Config(CONF)
    BUS.close()
    for one in (bus, changed):
        one.setUp()
    EMITTER.reset()
    yield changed
    for one in (changed, bus):
        one.cleanUp()
    BUS.close()
    EMITTER.reset()


@pytest.fixture
def sent(options: config_fixture.Config) -> Iterator[Sent]:
    """Context, message, priority and retry of each notification, in both formats."""
    options.config(driver=["test"], group="oslo_messaging_notifications")
    options.config(notification_format="both", group="notifications")
    EMITTER.reset()
    _impl_test.reset()
    yield _impl_test.NOTIFICATIONS
    _impl_test.reset()


@pytest.fixture
def context() -> RequestContext:
    return RequestContext(user_id="user", project_id="project", auth_token="secret-token", overwrite=False)


@pytest.fixture
def instance() -> Instance:
    subnet = Subnet("10.0.0.0/24", ips=(IP.of("10.0.0.5", "fixed", ["172.24.4.9"]),))
    vif = VIF("port", "fa:16:3e:00:00:01", Network("net", "private", subnets=(subnet,)), devname="tapport")
    return Instance(
        id=1,
        uuid="5e7e7e50-0000-4000-8000-000000000001",
        project_id="project",
        user_id="user",
        display_name="web",
        hostname="web",
        host="host1",
        node="node1",
        vm_state="active",
        power_state=1,
        created_at=datetime.datetime(2026, 11, 20, 10, 0, 0),
        launched_at=datetime.datetime(2026, 11, 20, 10, 1, 0),
        memory_mb=512,
        vcpus=1,
        root_gb=1,
        ephemeral_gb=2,
        image_ref="image",
        key_name="key",
        key_data="ssh-rsa AAAA",
        flavor=Flavor(id=7, flavorid="1", name="small", memory_mb=512, vcpus=1, root_gb=1, extra_specs={"a": "b"}),
        network_info=[vif.to_dict()],
        system_metadata={"image_name": "cirros", "image_min_ram": "64"},
        metadata={"k": "v"},
        tags=["t"],
    )
