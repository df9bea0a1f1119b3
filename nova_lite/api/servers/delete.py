# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DELETE /servers/{id}."""

from nova_lite.api.request import ApiRequest
from nova_lite.operations import delete as operation


def delete(req: ApiRequest) -> None:
    """Delete a server."""
    operation.delete(req.target)
