# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""THE route table: the rows of all resources, in the order in which they are looked up.

Rows with fixed words come before rows with ids within each resource ("/servers/detail" before "/servers/{id}").
"""

from nova_lite.api import (
    aggregates,
    assisted_volume_snapshots,
    availability_zones,
    console_auth_tokens,
    extensions,
    external_events,
    flavor_access,
    flavor_extra_specs,
    flavors,
    hosts,
    hypervisors,
    instance_usage_audit_log,
    keypairs,
    limits,
    migrations,
    proxies,
    quota_class_sets,
    quota_sets,
    server_groups,
    services,
    simple_tenant_usage,
    version_documents,
)
from nova_lite.api.route import Route
from nova_lite.api.servers import routes as servers

ROUTES: tuple[Route, ...] = (
    *version_documents.ROUTES,
    *extensions.ROUTES,
    *servers.ROUTES,
    *flavors.ROUTES,
    *flavor_access.ROUTES,
    *flavor_extra_specs.ROUTES,
    *keypairs.ROUTES,
    *services.ROUTES,
    *hypervisors.ROUTES,
    *availability_zones.ROUTES,
    *aggregates.ROUTES,
    *limits.ROUTES,
    *quota_sets.ROUTES,
    *quota_class_sets.ROUTES,
    *simple_tenant_usage.ROUTES,
    *server_groups.ROUTES,
    *external_events.ROUTES,
    *migrations.ROUTES,
    *hosts.ROUTES,
    *instance_usage_audit_log.ROUTES,
    *console_auth_tokens.ROUTES,
    *assisted_volume_snapshots.ROUTES,
    *proxies.ROUTES,
)
