# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter ephemeral_encryption."""

import pytest

from nova_lite.scheduler.prefilters import ephemeral_encryption
from tests.unit.scheduler.builders import a_spec, around


@pytest.mark.parametrize(
    ("extra_specs", "properties", "traits"),
    [
        ({}, {}, []),
        (
            {"hw:ephemeral_encryption": "true"},
            {},
            ["COMPUTE_EPHEMERAL_ENCRYPTION", "COMPUTE_EPHEMERAL_ENCRYPTION_LUKS"],
        ),
        (
            {},
            {"hw_ephemeral_encryption": "1", "hw_ephemeral_encryption_format": "plain"},
            ["COMPUTE_EPHEMERAL_ENCRYPTION", "COMPUTE_EPHEMERAL_ENCRYPTION_PLAIN"],
        ),
    ],
)
def test_traits(extra_specs: dict[str, str], properties: dict[str, str], traits: list[str]) -> None:
    spec = a_spec(extra_specs, properties)
    ephemeral_encryption.apply(spec, around())
    assert spec.root_required_traits == traits
