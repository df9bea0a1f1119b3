# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-server-password: what the guest has stored, encrypted by it."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.operations import password


def show(req: ApiRequest) -> dict[str, Any]:
    """The stored text, empty without one."""
    return {"password": password.get(req.target.instance)}


def clear(req: ApiRequest) -> None:
    """Forget it."""
    password.clear(req.target)
