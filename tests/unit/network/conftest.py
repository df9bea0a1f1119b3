# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Network clients are tested against the fixture services."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.objects.instance import Instance
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.functional.fixtures.neutron import Neutron

__all__ = ["cloud"]


@dataclass
class Net:
    """The cloud as the project `demo` sees it: two networks of its own, one external, one of somebody else."""

    cloud: Cloud
    private: dict[str, Any] = field(init=False)
    second: dict[str, Any] = field(init=False)
    public: dict[str, Any] = field(init=False)
    foreign: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.private = self.neutron.add_network("private", self.project_id, ["10.0.0.0/24"])
        self.second = self.neutron.add_network("second", self.project_id, ["10.1.0.0/24", "fd00::/64"])
        self.public = self.neutron.add_network("public", "ops", ["172.24.4.0/24"], **{"router:external": True})
        self.foreign = self.neutron.add_network("foreign", "others", ["10.2.0.0/24"])

    @property
    def neutron(self) -> Neutron:
        return self.cloud.neutron

    @property
    def project_id(self) -> str:
        return str(self.cloud.demo.project_id)

    def context(self) -> RequestContext:
        return self.cloud.context()

    def instance(self, number: int = 1, **values: Any) -> Instance:
        return Instance(
            **{
                "uuid": f"5e7e7e50-0000-4000-8000-{number:012d}",
                "project_id": self.project_id,
                "user_id": self.cloud.demo.user_id,
                "hostname": "web",
                "host": "host1",
                "availability_zone": "nova",
                "network_info": [],
                **values,
            }
        )


@pytest.fixture
def net(cloud: Cloud) -> Iterator[Net]:
    client.forget_extensions()
    yield Net(cloud)
    client.forget_extensions()
