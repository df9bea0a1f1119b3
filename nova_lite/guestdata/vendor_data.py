# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Vendor data: a static JSON file of the operator, and services that are asked over HTTP."""

import json
from pathlib import Path
from typing import Any

import requests
from oslo_log import log as logging

from nova_lite import exception, keystone_auth
from nova_lite.conf import CONF
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)

AUTH_GROUP = "vendordata_dynamic_auth"
STATIC, DYNAMIC = "StaticJSON", "DynamicJSON"


def static() -> dict[str, Any]:
    """Content of [api]vendordata_jsonfile_path; raises ConfigInvalid when it cannot be read or is no JSON."""
    path = CONF.api.vendordata_jsonfile_path
    if STATIC not in CONF.api.vendordata_providers or not path:
        return {}
    try:
        content: dict[str, Any] = json.loads(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise exception.ConfigInvalid(reason=f"[api]vendordata_jsonfile_path {path}: {error}") from error
    return content


def collected(instance: Instance) -> dict[str, Any]:
    """The content of vendor_data2.json: one key per provider or target."""
    found: dict[str, Any] = {}
    for provider in CONF.api.vendordata_providers:
        if provider == STATIC:
            found.setdefault("static", static())
        elif provider == DYNAMIC:
            for name, url in _targets().items():
                if name not in found:
                    found[name] = _ask(name, url, instance)
    return found


def _targets() -> dict[str, str]:
    """Dynamic targets by name; the first of equal names wins, entries without a name are passed over with a warning."""
    found: dict[str, str] = {}
    for target in CONF.api.vendordata_dynamic_targets:
        name, at, url = target.partition("@")
        if not at:
            LOG.warning("[api]vendordata_dynamic_targets entry %r has no name@ in front and is skipped", target)
            continue
        found.setdefault(name, url)
    return found


def _ask(name: str, url: str, instance: Instance) -> Any:
    body = {
        "project-id": instance.project_id,
        "instance-id": instance.uuid,
        "image-id": instance.image_ref,
        "user-data": instance.user_data,
        "hostname": instance.hostname,
        "metadata": dict(instance.metadata),
        "boot-roles": instance.system_metadata.get("boot_roles", ""),
    }
    headers = {"Accept": "application/json", "User-Agent": "openstack-nova-vendordata"}
    api = CONF.api
    try:
        headers.update(keystone_auth.group_headers(AUTH_GROUP))
        reply = requests.post(
            url,
            json=body,
            headers=headers,
            timeout=(api.vendordata_dynamic_connect_timeout, api.vendordata_dynamic_read_timeout),
            verify=api.vendordata_dynamic_ssl_certfile or True,
        )
        reply.raise_for_status()
        return reply.json() if reply.content else {}
    except (requests.RequestException, ValueError, exception.Unavailable) as error:
        LOG.warning("Vendor data target %s failed for server %s: %s", name, instance.uuid, error)
        if api.vendordata_dynamic_failure_fatal:
            raise exception.PeerUnavailable(service=f"vendor data target {name}", reason=str(error)) from error
        return {}
