# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Expired console authorisations."""

from nova_lite.compute.periodics import console_tokens
from tests.unit.compute.fakes import Cloud


def test_expired_ones_go(cloud: Cloud) -> None:
    cloud.store.tokens.append({"expires": 0})
    console_tokens.run(cloud.host, cloud.context)
    assert cloud.store.tokens == []
