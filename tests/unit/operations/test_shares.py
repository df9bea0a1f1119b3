# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shares: states first, then that there is none."""

import pytest

from nova_lite import exception
from nova_lite.operations import find, shares
from tests.unit.control_plane import Plane, an_instance


def test_every_share_is_unknown(plane: Plane) -> None:
    active = find.server(plane.member, plane.add(an_instance(1)).uuid)
    stopped = find.server(plane.member, plane.add(an_instance(2, vm_state="stopped")).uuid)
    for change in (shares.attach, shares.detach):
        with pytest.raises(exception.InstanceInvalidState):
            change(active, "share")
        with pytest.raises(exception.ShareNotFound):
            change(stopped, "share")
