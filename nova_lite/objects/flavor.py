# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The size of a server, as it was when the server was made."""

from nova_lite.objects.base import WireObject, new, wire


@wire
class Flavor(WireObject):
    """A flavor: memory in MiB, disks in GiB (swap in MiB), extra specs by key."""

    VERSION = "1.0"

    id: int | None
    flavorid: str
    name: str
    memory_mb: int
    vcpus: int
    root_gb: int
    ephemeral_gb: int = 0
    swap: int = 0
    rxtx_factor: float = 1.0
    vcpu_weight: int | None = 0
    disabled: bool = False
    is_public: bool = True
    description: str | None = None
    extra_specs: dict[str, str] = new(dict)
