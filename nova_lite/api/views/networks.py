# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks in the form of old API versions, of which only id and name still mean anything."""

from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, always, column

EMPTY = ("cidr", "netmask", "gateway", "broadcast", "dns1", "dns2", "cidr_v6", "gateway_v6", "netmask_v6")
EMPTY_FOR_ADMINS = (
    "created_at",
    "updated_at",
    "deleted_at",
    "deleted",
    "injected",
    "bridge",
    "vlan",
    "vpn_public_address",
    "vpn_public_port",
    "vpn_private_address",
    "dhcp_start",
    "project_id",
    "host",
    "bridge_interface",
    "multi_host",
    "priority",
    "rxtx_base",
    "mtu",
    "dhcp_server",
    "enable_dhcp",
    "share_address",
)
_ID = Field("id", answers.TEXT, column("id"))
_LABEL = Field("label", answers.TEXT, column("name"))

# One network of os-networks.
full = View(
    "Network",
    _ID,
    _LABEL,
    *(Field(name, answers.NULL, always(None)) for name in EMPTY),
    *(
        Field(name, answers.NULL, lambda req, record: None if req.context.is_admin else ABSENT, optional=True)
        for name in EMPTY_FOR_ADMINS
    ),
)
# One network of os-tenant-networks; the text None stands where an address range was.
brief = View("NetworkOfProject", _ID, Field("cidr", answers.word("None"), always("None")), _LABEL)
