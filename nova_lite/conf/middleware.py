# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Defaults of the HTTP middleware's options that differ from the library's. Only the HTTP daemons import this."""

from oslo_middleware import cors

_OURS = ["X-Auth-Token", "X-Openstack-Request-Id"]
_IDENTITY = ["X-Identity-Status", "X-Roles", "X-Service-Catalog", "X-User-Id", "X-Tenant-Id"]
_VERSIONS = ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"]
_ANSWER = [*_OURS, "X-Subject-Token", "X-Service-Token", *_VERSIONS]


def set_defaults() -> None:
    """Let browsers of allowed origins send and read the headers of the Compute API."""
    cors.set_defaults(
        allow_headers=[*_OURS, *_IDENTITY, *_VERSIONS],
        expose_headers=_ANSWER,
        allow_methods=["GET", "PUT", "POST", "DELETE", "PATCH"],
    )
