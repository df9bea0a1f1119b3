# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks in the form of old versions."""

from typing import Any

from nova_lite.api.views import networks as view
from nova_lite.context import RequestContext
from nova_lite.network.records import NetworkRecord
from tests.unit.api.views.requests import at

NET = NetworkRecord("n", "private", mtu=1500)


def seen(is_admin: bool) -> dict[str, Any]:
    request = at(1)
    request.context = RequestContext(is_admin=is_admin)
    return view.full(request, NET)


def test_only_id_and_label_are_filled() -> None:
    for shown in (seen(False), seen(True)):
        assert {key: value for key, value in shown.items() if value is not None} == {"id": "n", "label": "private"}
    assert set(seen(True)) - set(seen(False)) == set(view.EMPTY_FOR_ADMINS)


def test_brief() -> None:
    assert view.brief(at(1), NET) == {"id": "n", "cidr": "None", "label": "private"}
