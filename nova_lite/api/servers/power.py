# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Actions os-start and os-stop."""

from nova_lite.api.request import ApiRequest
from nova_lite.operations import power


def start(req: ApiRequest) -> None:
    """Power on."""
    power.start(req.target)


def stop(req: ApiRequest) -> None:
    """Power off."""
    power.stop(req.target)
