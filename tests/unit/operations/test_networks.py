# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks that the caller can see."""

import pytest

from nova_lite import exception
from nova_lite.operations import networks
from tests.functional.fixtures.cloud import Cloud, cloud

__all__ = ["cloud"]


def test_own_and_foreign(cloud: Cloud) -> None:
    mine = cloud.neutron.add_network("mine", str(cloud.demo.project_id))
    theirs = cloud.neutron.add_network("theirs", "other")
    context = cloud.context()
    assert [one.name for one in networks.listed(context)] == ["mine"]
    assert networks.get(context, mine["id"]).name == "mine"
    with pytest.raises(exception.NetworkNotFound):
        networks.get(context, theirs["id"])
