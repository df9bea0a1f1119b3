# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of requests for another interface of a server, by microversion."""

from nova_lite.api.schemas import types
from nova_lite.api.schemas.types import Schema

_WANTED: dict[str, Schema] = {
    "net_id": types.UUID,
    "port_id": types.UUID,
    "fixed_ips": types.listed(types.strict({"ip_address": types.IP}, "ip_address"), 1, 1),
}

# since, until, body
ATTACH: tuple[tuple[str, str, Schema], ...] = (
    ("2.1", "2.48", types.strict({"interfaceAttachment": types.strict(_WANTED)})),
    ("2.49", "2.104", types.strict({"interfaceAttachment": types.strict({**_WANTED, "tag": types.TAG})})),
)
