# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""tpm_secret_security_filter: who owns the secret of a TPM is something that a host must support."""

from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require

DEFAULT_OWNER = "user"


def apply(spec: RequestSpec, around: Around) -> None:
    """Require the trait of the secret's owner for servers with a TPM; the owner is the user unless said."""
    if not Wishes.of(spec.flavor, spec.image).text("tpm_version"):
        return
    owner = (spec.flavor.extra_specs or {}).get("hw:tpm_secret_security") or DEFAULT_OWNER
    require(spec, f"COMPUTE_SECURITY_TPM_SECRET_SECURITY_{owner.upper()}")
