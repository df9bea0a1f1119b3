# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of what old API versions did for other services, and of what the API has lost. Rows only."""

from nova_lite.api import baremetal_nodes, floating_ips, gone, images, networks, security_groups, volumes, volumes_boot
from nova_lite.api.route import Route

ROUTES: tuple[Route, ...] = (
    *security_groups.ROUTES,
    *networks.ROUTES,
    *floating_ips.ROUTES,
    *baremetal_nodes.ROUTES,
    *images.ROUTES,
    *volumes.ROUTES,
    *volumes_boot.ROUTES,
    *gone.ROUTES,
)
