# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of Neutron for a server."""

from typing import Any

import pytest

from nova_lite.compute.networking import NeutronNetworking
from nova_lite.network import allocate, info, release
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.compute.fakes import IMAGE, PORT, Cloud


def test_request_is_passed_on(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def remember(*arguments: Any) -> list[Any]:
        asked.append(arguments)
        return [PORT]

    monkeypatch.setattr(allocate, "allocate", remember)
    monkeypatch.setattr(release, "deallocate", remember)
    monkeypatch.setattr(info, "refresh", remember)
    instance, networking = cloud.instance(), NeutronNetworking()
    wanted = NetworkRequest(network_id="net-1")
    request = CreateRequest(image=IMAGE, networks=[wanted], security_groups=["default"])
    assert networking.allocate(cloud.context, instance, request) == [PORT]
    networking.deallocate(cloud.context, instance)
    assert networking.refresh(cloud.context, instance) == [PORT]
    assert asked == [
        (cloud.context, instance, [wanted], ["default"]),
        (cloud.context, instance),
        (cloud.context, instance),
    ]
