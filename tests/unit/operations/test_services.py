# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Services over all cells."""

import pytest

from nova_lite import cells, exception
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.db.api import cell_mappings
from nova_lite.db.engine import api_database
from nova_lite.operations import services
from nova_lite.rpc import compute as rpc
from tests.unit.api import cloud


def test_same_number_in_two_cells_is_ambiguous() -> None:
    cloud.add_service(1, "host1")
    with api_database().writer() as session:
        url = cell_mappings.listed(session)[0].database_connection
        cell_mappings.create(session, uuid="u", name="again", transport_url="none:///", database_connection=url)
    cells.reset()
    with pytest.raises(exception.Invalid, match="multiple services"):
        services.find(get_admin_context(), "1")


def test_cell_that_does_not_answer_shows_its_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.add_service(1, "host1")

    def away(context: RequestContext) -> None:
        raise exception.DatabaseUnavailable(reason="away")

    monkeypatch.setattr(cells, "database", away)
    context = get_admin_context()
    assert services.listed(context) == []
    (found,) = services.listed(context, with_down_cells=True)
    assert (found.host, found.binary, found.reachable) == ("host1", "nova-compute", False)
    assert services.listed(context, host="other", with_down_cells=True) == []


def test_host_that_does_not_confirm_is_disabled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.add_service(1, "host1")

    def silent(context: RequestContext, host: str, enabled: bool) -> None:
        raise exception.RpcTimeout(topic="compute", method="set_host_enabled")

    monkeypatch.setattr(rpc, "set_host_enabled", silent)
    found = services.find(get_admin_context(), "1")
    assert services.update(found, {"disabled": True}).disabled
    assert services.find(get_admin_context(), "1").disabled


def test_host_that_is_down_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.add_service(1, "host1", up=False)
    asked: list[str] = []
    monkeypatch.setattr(rpc, "set_host_enabled", lambda context, host, enabled: asked.append(host))
    services.update(services.find(get_admin_context(), "1"), {"disabled": True})
    assert asked == []


def test_unknown_service() -> None:
    with pytest.raises(exception.ServiceNotFound):
        services.find(get_admin_context(), "7")
    with pytest.raises(exception.HostMappingNotFound):
        services.find_compute(get_admin_context(), "host1", "nova-compute")
