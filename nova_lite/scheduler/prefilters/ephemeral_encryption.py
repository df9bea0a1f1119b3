# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ephemeral_encryption_filter: encrypted local disks need a host that can encrypt them in the wanted format."""

from nova_lite.conf import CONF
from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require


def apply(spec: RequestSpec, around: Around) -> None:
    """Require COMPUTE_EPHEMERAL_ENCRYPTION and that of the format when flavor or image ask for encryption."""
    if not Wishes.of(spec.flavor, spec.image).on("ephemeral_encryption"):
        return
    form = (
        Wishes.of(spec.flavor, spec.image).text("ephemeral_encryption_format")
        or CONF.ephemeral_storage_encryption.default_format
    )
    require(spec, "COMPUTE_EPHEMERAL_ENCRYPTION", f"COMPUTE_EPHEMERAL_ENCRYPTION_{form.upper()}")
