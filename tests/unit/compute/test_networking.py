# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of Neutron for a server."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.compute.networking import NeutronNetworking
from nova_lite.network import allocate, client, info, release
from nova_lite.network.records import PortRecord
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.compute.fakes import IMAGE, PORT, Cloud


def test_one_port_more_and_one_less(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[str] = []
    found = [PORT]
    monkeypatch.setattr(allocate, "allocate", lambda context, instance, wanted: found)
    monkeypatch.setattr(release, "deallocate_port", lambda context, instance, port_id: released.append(port_id))
    instance, networking = cloud.instance(), NeutronNetworking()
    assert networking.attach(cloud.context, instance, NetworkRequest(network_id="net-1")) == PORT
    networking.detach(cloud.context, instance, "port-1")
    assert released == ["port-1"]
    found.clear()
    with pytest.raises(exception.InterfaceAttachFailedNoNetwork):
        networking.attach(cloud.context, instance, NetworkRequest())


def test_ports_that_are_plugged(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def ports(context: object, filters: Any, fields: Any, as_service: bool) -> list[PortRecord]:
        asked.append((filters, fields, as_service))
        return [
            PortRecord.from_json({"id": name, "status": status}) for name, status in (("a", "ACTIVE"), ("b", "DOWN"))
        ]

    monkeypatch.setattr(client, "ports", ports)
    instance = cloud.instance()
    assert NeutronNetworking().active(cloud.context, instance) == {"a"}
    assert asked == [({"device_id": instance.uuid}, ("id", "status"), True)]


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
