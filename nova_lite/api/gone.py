# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the API had once and has no more: 410 at every version, for anybody with a token.

One row per path. Nothing here is documented beyond its path, reads a body or asks policy.
"""

from collections.abc import Iterator

from nova_lite.api.errors import HttpError
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route

# Path, methods, and for paths that end in /action the actions. Fixed words come before ids.
PATHS: tuple[tuple[str, str, str], ...] = (
    ("/os-agents", "GET POST", ""),
    ("/os-agents/{id}", "PUT DELETE", ""),
    ("/os-cells", "GET POST", ""),
    ("/os-cells/capacities", "GET", ""),
    ("/os-cells/detail", "GET", ""),
    ("/os-cells/info", "GET", ""),
    ("/os-cells/sync_instances", "POST", ""),
    ("/os-cells/{id}", "GET PUT DELETE", ""),
    ("/os-cells/{id}/capacities", "GET", ""),
    ("/os-certificates", "POST", ""),
    ("/os-certificates/{id}", "GET", ""),
    ("/os-cloudpipe", "GET POST", ""),
    ("/os-cloudpipe/{id}", "PUT", ""),
    ("/os-fixed-ips/{id}", "GET", ""),
    ("/os-fixed-ips/{id}/action", "POST", "reserve unreserve"),
    ("/os-floating-ip-dns", "GET", ""),
    ("/os-floating-ip-dns/{id}", "PUT DELETE", ""),
    ("/os-floating-ip-dns/{domain}/entries/{id}", "GET PUT DELETE", ""),
    ("/os-floating-ips-bulk", "GET POST", ""),
    ("/os-floating-ips-bulk/{id}", "GET PUT", ""),
    ("/os-fping", "GET", ""),
    ("/os-fping/{id}", "GET", ""),
    ("/os-networks", "POST", ""),
    ("/os-networks/add", "POST", ""),
    ("/os-networks/{id}", "DELETE", ""),
    ("/os-networks/{id}/action", "POST", "disassociate disassociate_host disassociate_project associate_host"),
    ("/os-tenant-networks", "POST", ""),
    ("/os-tenant-networks/{id}", "DELETE", ""),
    ("/os-security-group-default-rules", "GET POST", ""),
    ("/os-security-group-default-rules/{id}", "GET DELETE", ""),
    ("/servers/{server_id}/consoles", "GET POST", ""),
    ("/servers/{server_id}/consoles/{id}", "GET DELETE", ""),
    ("/servers/{server_id}/os-virtual-interfaces", "GET", ""),
    ("/servers/{id}/action", "POST", "resetNetwork"),
)
_NAMES = {"GET": "show", "POST": "create", "PUT": "update", "DELETE": "delete"}


def gone(req: ApiRequest) -> None:
    """Removed from the API; always 410."""
    raise HttpError(410, "This resource is no longer available. No forwarding address is given.")


def rdp_console(req: ApiRequest) -> None:
    """Consoles of a hypervisor that is no longer supported; always 400."""
    raise HttpError(400, "Unavailable console type rdp-html5.")


def _rows() -> Iterator[Route]:
    for path, methods, actions in PATHS:
        for method in methods.split():
            for action in actions.split() or [_NAMES[method]]:
                yield Route(method, path, action, gone)


ROUTES = (
    *_rows(),
    Route("POST", "/servers/{id}/action", "os-getRDPConsole", rdp_console, until="2.5"),
)
