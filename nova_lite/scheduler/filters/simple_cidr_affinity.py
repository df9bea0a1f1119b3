# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SimpleCIDRAffinityFilter: the hints build_near_host_ip and cidr name a range of host addresses."""

import ipaddress

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class SimpleCIDRAffinityFilter:
    """Rejects hosts whose address is outside the range; without the hint cidr it is a /24."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The host's address and the range, or why there is no range."""
        near = next(iter(spec.scheduler_hints.get("build_near_host_ip", [])), None)
        if not near:
            return None
        prefix = next(iter(spec.scheduler_hints.get("cidr", [])), "/24").lstrip("/")
        try:
            wanted = ipaddress.ip_network(f"{near}/{prefix}", strict=False)
            address = ipaddress.ip_address(host.host_ip or "")
        except ValueError as error:
            return f"no address range: {error}"
        return None if address in wanted else f"host address {address} is not in {wanted}"
