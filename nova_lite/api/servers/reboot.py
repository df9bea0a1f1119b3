# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Action reboot."""

from nova_lite.api.request import ApiRequest
from nova_lite.operations import reboot as operation


def reboot(req: ApiRequest) -> None:
    """Restart the guest, softly or hard."""
    operation.reboot(req.target, hard=req.body["reboot"]["type"].upper() == "HARD")
