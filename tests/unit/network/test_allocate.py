# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Ports of a new server: what is made, what is adopted, what is left after a failure, what it costs."""

from typing import Any

import pytest

from nova_lite import context as nova_context
from nova_lite import exception
from nova_lite.network import allocate, release
from nova_lite.network.model import vifs_to_cache
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.network.conftest import Net

PORTS = "/v2.0/ports"
PORT = "/v2.0/ports/{row_id}"


def on(network: dict[str, Any], **values: Any) -> NetworkRequest:
    return NetworkRequest(network_id=network["id"], **values)


def test_made_port(net: Net) -> None:
    instance = net.instance()
    (vif,) = allocate.allocate(net.context(), instance, [on(net.private, tag="front")])
    (port,) = net.neutron.ports_of(instance.uuid)
    assert {key: port[key] for key in ("name", "tenant_id", "device_owner", "binding:host_id", "dns_name")} == {
        "name": "",
        "tenant_id": net.project_id,
        "device_owner": "compute:nova",
        "binding:host_id": "host1",
        "dns_name": "web",
    }
    assert (vif.id, vif.type, vif.preserve_on_delete, vif.tag) == (port["id"], "ovs", False, "front")
    assert vif.network.label == "private"
    assert "tunneled" not in vif.network.meta


def test_several_ports_in_one_request_and_in_order(net: Net) -> None:
    wanted = [on(net.second), on(net.private), on(net.second)]
    allocate.allocate(net.context(), net.instance(2), wanted)
    net.neutron.reset_counts()
    vifs = allocate.allocate(net.context(), net.instance(), wanted)
    assert [vif.network.label for vif in vifs] == ["second", "private", "second"]
    assert net.neutron.counts[("POST", PORTS)] == 1
    assert net.neutron.total() == 4


def test_adopted_port_is_bound_and_kept(net: Net) -> None:
    port = net.neutron.add_port(net.private)
    instance = net.instance()
    (vif,) = allocate.allocate(net.context(), instance, [NetworkRequest(port_id=port["id"])])
    assert (vif.id, vif.preserve_on_delete, vif.type) == (port["id"], True, "ovs")
    assert (port["device_id"], port["device_owner"]) == (instance.uuid, "compute:nova")
    instance.network_info = vifs_to_cache([vif])
    release.deallocate(net.context(), instance)
    assert (port["device_id"], port["binding:host_id"], port["dns_name"]) == ("", None, "")


def test_chosen_address_is_judged_by_the_users_rights(net: Net) -> None:
    context, instance = net.context(), net.instance()
    wanted = [on(net.private, address="10.0.0.77"), on(net.second)]
    vifs = allocate.allocate(context, instance, wanted)
    assert [next(vif.fixed_ips()).address for vif in vifs] == ["10.0.0.77", "10.1.0.2"]
    tokens = {
        request.headers["X-Auth-Token"] == context.auth_token
        for request in net.neutron.requests
        if request.method == "POST"
    }
    assert tokens == {True, False}
    assert all(port["binding:host_id"] == "host1" for port in net.neutron.ports_of(instance.uuid))


def test_security_groups_go_on_made_ports_only(net: Net) -> None:
    web = net.neutron.add_security_group("web", net.project_id)
    mine = net.neutron.add_port(net.private)
    before = list(mine["security_groups"])
    wanted = [NetworkRequest(port_id=mine["id"]), on(net.second)]
    vifs = allocate.allocate(net.context(), net.instance(), wanted, [web["id"]])
    assert mine["security_groups"] == before
    assert net.neutron.tables["ports"][vifs[1].id]["security_groups"] == [web["id"]]


def test_security_groups_need_port_security(net: Net) -> None:
    web = net.neutron.add_security_group("web", net.project_id)
    net.private["port_security_enabled"] = False
    with pytest.raises(exception.SecurityGroupCannotBeApplied):
        allocate.allocate(net.context(), net.instance(), [on(net.private)], [web["id"]])
    assert len(allocate.allocate(net.context(), net.instance(), [on(net.private)], ["default"])) == 1


def test_no_network_asked_for(net: Net) -> None:
    assert allocate.allocate(net.context(), net.instance(), [NetworkRequest(no_allocate=True)]) == []
    assert net.neutron.total() == 0
    with pytest.raises(exception.NetworkAmbiguous):
        allocate.allocate(net.context(), net.instance(), None)
    del net.neutron.tables["networks"][net.second["id"]]
    (vif,) = allocate.allocate(net.context(), net.instance(), [NetworkRequest(tag="t")])
    assert (vif.network.label, vif.tag) == ("private", "t")


def test_no_network_at_all(net: Net) -> None:
    net.neutron.tables["networks"].clear()
    assert allocate.allocate(net.context(), net.instance(), None) == []
    auto = [NetworkRequest(auto_allocate=True)]
    with pytest.raises(exception.UnableToAutoAllocateNetwork):
        allocate.allocate(net.context(), net.instance(), auto)
    net.neutron.add_network("ext", "ops", ["172.24.4.0/24"], **{"router:external": True})
    (vif,) = allocate.allocate(net.context(), net.instance(), auto)
    assert vif.network.label == "auto_allocated"


def test_default_network_without_subnet(net: Net) -> None:
    net.neutron.tables["networks"].clear()
    net.neutron.add_network("bare", net.project_id)
    with pytest.raises(exception.NetworkRequiresSubnet):
        allocate.allocate(net.context(), net.instance(), None)


def test_external_networks_are_for_administrators(net: Net) -> None:
    with pytest.raises(exception.ExternalNetworkAttachForbidden):
        allocate.allocate(net.context(), net.instance(), [on(net.public)])
    net.public["shared"] = True
    assert allocate.allocate(net.context(), net.instance(), [on(net.public)])
    net.public["shared"] = False
    admin = net.cloud.context(net.cloud.admin)
    assert allocate.allocate(admin, net.instance(2), [on(net.public)])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"device_id": "someone"}, exception.PortInUse),
        ({"tenant_id": "others"}, exception.PortNotUsable),
        ({"dns_name": "other"}, exception.PortNotUsable),
        ({"fixed_ips": []}, exception.PortRequiresFixedIP),
    ],
)
def test_ports_that_do_not_fit(net: Net, values: dict[str, Any], error: type[Exception]) -> None:
    port = net.neutron.add_port(net.private, **values)
    with pytest.raises(error):
        allocate.allocate(net.context(), net.instance(), [NetworkRequest(port_id=port["id"])])
    assert net.neutron.total("PUT") == 0


def test_lost_port_and_network(net: Net) -> None:
    with pytest.raises(exception.PortNotFound):
        allocate.allocate(net.context(), net.instance(), [NetworkRequest(port_id="lost")])
    with pytest.raises(exception.NetworkNotFound):
        allocate.allocate(net.context(), net.instance(), [on(net.foreign)])


def test_second_try_on_the_same_server_may_take_its_port_again(net: Net) -> None:
    port = net.neutron.add_port(net.private)
    wanted = [NetworkRequest(port_id=port["id"])]
    for _ in range(2):
        (vif,) = allocate.allocate(net.context(), net.instance(), wanted)
        assert vif.id == port["id"]


def test_failure_leaves_nothing(net: Net) -> None:
    mine, late = net.neutron.add_port(net.private), net.neutron.add_port(net.private)
    wanted = [on(net.private), NetworkRequest(port_id=mine["id"]), NetworkRequest(port_id=late["id"])]
    del net.neutron.tables["subnets"][net.second["subnets"][0]]
    net.neutron.fail("GET", "/v2.0/subnets", 500, times=9)
    instance = net.instance()
    with pytest.raises(exception.PeerUnavailable):
        allocate.allocate(net.context(), instance, wanted)
    assert net.neutron.ports_of(instance.uuid) == []
    assert (mine["device_id"], late["device_id"]) == ("", "")
    assert len(net.neutron.tables["ports"]) == 2


def test_answer_that_never_came_leaves_nothing(net: Net) -> None:
    net.neutron.fail("POST", PORTS, 0, after=True)
    instance = net.instance()
    with pytest.raises(exception.PeerUnavailable):
        allocate.allocate(net.context(), instance, [on(net.private)])
    assert net.neutron.tables["ports"] == {}


def test_failure_keeps_the_interfaces_that_the_server_had(net: Net) -> None:
    instance = net.instance()
    instance.network_info = vifs_to_cache(allocate.allocate(net.context(), instance, [on(net.private)]))
    net.neutron.quotas[net.project_id] = 1
    with pytest.raises(exception.PortLimitExceeded):
        allocate.allocate(net.context(), instance, [on(net.second)])
    (port,) = net.neutron.ports_of(instance.uuid)
    assert port["network_id"] == net.private["id"]


def test_binding_that_fails(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net.neutron, "_bind", lambda port: port.update({"binding:vif_type": "binding_failed"}))
    with pytest.raises(exception.PortBindingFailed):
        allocate.allocate(net.context(), net.instance(), [on(net.private)])
    assert net.neutron.tables["ports"] == {}


def test_no_address_left(net: Net) -> None:
    tiny = net.neutron.add_network("tiny", net.project_id, ["10.9.0.0/30"])
    net.neutron.add_port(tiny)
    with pytest.raises(exception.NoMoreFixedIps, match=tiny["id"]):
        allocate.allocate(net.context(), net.instance(), [on(tiny)])


def test_without_dns_extension_no_name_is_sent(net: Net) -> None:
    net.neutron.extensions.remove("dns-integration")
    instance = net.instance()
    allocate.allocate(net.context(), instance, [on(net.private)])
    assert net.neutron.ports_of(instance.uuid)[0]["dns_name"] == ""


def test_context_without_token_works_with_our_credentials(net: Net) -> None:
    context = nova_context.get_admin_context()
    wanted = [on(net.private, address="10.0.0.50")]
    (vif,) = allocate.allocate(context, net.instance(), wanted)
    assert [ip.address for ip in vif.fixed_ips()] == ["10.0.0.50"]
