# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter tpm_secret_security."""

import pytest

from nova_lite.scheduler.prefilters import tpm_secret_security
from tests.unit.scheduler.builders import a_spec, around


@pytest.mark.parametrize(
    ("extra_specs", "properties", "traits"),
    [
        ({"hw:tpm_secret_security": "host"}, {}, []),
        ({"hw:tpm_version": "2.0"}, {}, ["COMPUTE_SECURITY_TPM_SECRET_SECURITY_USER"]),
        (
            {"hw:tpm_version": "2.0", "hw:tpm_secret_security": "host"},
            {},
            ["COMPUTE_SECURITY_TPM_SECRET_SECURITY_HOST"],
        ),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], traits: list[str]) -> None:
    spec = a_spec(extra_specs, properties)
    tpm_secret_security.apply(spec, around())
    assert spec.root_required_traits == traits
