# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses: ids and pools."""

import pytest

from nova_lite import exception
from nova_lite.operations import floating_ips
from tests.functional.fixtures.cloud import Cloud, cloud

__all__ = ["cloud"]


def test_life(cloud: Cloud) -> None:
    network = cloud.neutron.add_network("nova", "ops", ["172.24.4.0/24"], **{"router:external": True})
    context = cloud.context()
    assert floating_ips.pools(context) == ["nova"]
    made = floating_ips.create(context, None)
    assert floating_ips.create(context, network["id"]).pool == "nova"
    assert floating_ips.get(context, made.record.id) == made
    floating_ips.delete(context, made.record.id)
    assert made not in floating_ips.listed(context)


def test_bad_id_is_not_asked_for(cloud: Cloud) -> None:
    with pytest.raises(exception.InvalidInput):
        floating_ips.delete(cloud.context(), "7")
    assert cloud.neutron.total() == 0
