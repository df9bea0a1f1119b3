# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the operations share."""

import dataclasses

import pytest

from tests.unit.compute.fakes import HOST, Cloud


def test_host_is_a_constant(cloud: Cloud) -> None:
    assert cloud.host.name == HOST
    with pytest.raises(dataclasses.FrozenInstanceError):
        cloud.host.name = "other"  # type: ignore[misc]
