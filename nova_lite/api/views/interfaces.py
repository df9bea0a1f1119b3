# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces of a server as the API shows them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View
from nova_lite.network.records import PortRecord
from nova_lite.objects.instance import Instance

_ADDRESS = answers.record({"subnet_id": answers.TEXT, "ip_address": answers.TEXT})


def _addresses(req: ApiRequest, instance: Instance, port: PortRecord) -> Any:
    return [{"subnet_id": ip.subnet_id, "ip_address": ip.address} for ip in port.fixed_ips] or None


def _tag(req: ApiRequest, instance: Instance, port: PortRecord) -> Any:
    tags = {vif["id"]: (vif.get("meta") or {}).get("tag") for vif in instance.network_info}
    return tags.get(port.id)


full = View(
    "Interface",
    Field("net_id", answers.TEXT, lambda req, instance, port: port.network_id),
    Field("port_id", answers.TEXT, lambda req, instance, port: port.id),
    Field("mac_addr", answers.TEXT, lambda req, instance, port: port.mac_address),
    Field("port_state", answers.TEXT, lambda req, instance, port: port.status),
    Field("fixed_ips", answers.either(answers.listed(_ADDRESS), answers.NULL), _addresses),
    Field("tag", answers.TEXT_OR_NULL, _tag, "2.70"),
)
ALL = answers.one("interfaceAttachments", answers.listed(full))
ONE = answers.one("interfaceAttachment", full)
