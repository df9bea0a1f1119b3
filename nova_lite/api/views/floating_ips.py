# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses in the form of old API versions."""

from typing import Any

from nova_lite.network.floating import FloatingAddress


def full(found: FloatingAddress) -> dict[str, Any]:
    """One address, with pool and server."""
    return {
        "id": found.record.id,
        "ip": found.record.address,
        "fixed_ip": found.record.fixed_address,
        "instance_id": found.server_id,
        "pool": found.pool,
    }
