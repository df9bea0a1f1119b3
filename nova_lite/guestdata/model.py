# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The facts that all documents are made from."""

import base64
from dataclasses import dataclass, field
from typing import Any

from nova_lite.conf import CONF
from nova_lite.network.model import VIF, vifs_from_cache
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.instance import Instance


@dataclass(frozen=True, slots=True)
class GuestData:
    """One server as its guest sees it.

    files        content by absolute path, of the old personality feature
    admin_pass   only on a config drive made at build or rescue
    address      address that the guest asked from, for local-ipv4 of servers without interface
    """

    instance: Instance
    vifs: tuple[VIF, ...] = ()
    block_devices: tuple[BlockDevice, ...] = ()
    security_groups: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    admin_pass: str | None = None
    dedicated_cpus: tuple[int, ...] = ()
    vendor: dict[str, Any] = field(default_factory=dict)
    vendor2: dict[str, Any] = field(default_factory=dict)
    address: str | None = None
    key_type: str = "ssh"

    @property
    def hostname(self) -> str:
        """Host name with [api]dhcp_domain."""
        name = self.instance.hostname or ""
        return f"{name}.{CONF.api.dhcp_domain}" if CONF.api.dhcp_domain else name

    @property
    def user_data(self) -> bytes | None:
        """The user's data, decoded; None when there are none."""
        text = self.instance.user_data
        return base64.b64decode(text) if text else None

    def content_paths(self) -> dict[str, tuple[str, bytes]]:
        """Injected files by number text (0000...): their path and content."""
        return {f"{index:04d}": item for index, item in enumerate(sorted(self.files.items()))}


def from_instance(instance: Instance, **facts: Any) -> GuestData:
    """Facts of a server from its record; the interfaces come from its network info cache."""
    facts.setdefault("vifs", tuple(vifs_from_cache(instance.network_info)))
    return GuestData(instance=instance, security_groups=tuple(instance.security_groups or ("default",)), **facts)
