# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pages and links of a request."""

from typing import Any

import pytest
import webob

from nova_lite import exception
from nova_lite.api.request import ApiRequest, application_url
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

CONTEXT = RequestContext(user_id="u", project_id="p", overwrite=False)


def make(query: str = "", **params: str) -> ApiRequest:
    http = webob.Request.blank(f"/?{query}", base_url="http://cloud:8774/v2.1")
    req = ApiRequest(http, CONTEXT, (2, 53), params)
    req.query_lists = {name: http.GET.getall(name) for name in http.GET}
    return req


def test_limit_is_capped() -> None:
    CONF.set_override("max_limit", 5, group="api")
    assert [make(query).limit() for query in ("", "limit=3", "limit=9", "limit=0")] == [5, 3, 5, 0]
    assert make("limit=0&offset=2").limit_and_offset() == (5, 2)
    assert make("offset=12133048057856163577856").limit_and_offset() == (5, 2**31 - 1)


@pytest.mark.parametrize("query", ["limit=x", "limit=-1"])
def test_bad_limit(query: str) -> None:
    with pytest.raises(exception.ValidationError):
        make(query).limit()


def test_next_link_only_on_full_pages() -> None:
    req = make("limit=2&z=1&a=2&a=1")
    assert req.next_links("flavors", [1], "m") == []
    assert req.next_links("flavors", [1, 2], "m") == [
        {"rel": "next", "href": "http://cloud:8774/v2.1/flavors?a=2&a=1&limit=2&z=1&marker=m"}
    ]
    [link] = make("limit=1&z=1&marker=old").next_links("flavors", [1], "m")
    assert link["href"].endswith("?limit=1&marker=m&z=1")
    assert make("limit=0").next_links("flavors", [], None) == []


def test_links_have_the_project_only_if_the_url_had_it() -> None:
    hrefs = [link["href"] for link in make().links("servers", "1")]
    assert hrefs == ["http://cloud:8774/v2.1/servers/1", "http://cloud:8774/servers/1"]
    hrefs = [link["href"] for link in make(project_id="abc").links("servers", "1")]
    assert hrefs == ["http://cloud:8774/v2.1/abc/servers/1", "http://cloud:8774/abc/servers/1"]


def test_configured_prefix_replaces_scheme_and_host() -> None:
    CONF.set_override("compute_link_prefix", "https://public/compute/", group="api")
    assert application_url(make().http) == "https://public/compute/v2.1"


@pytest.mark.parametrize(("version", "wanted"), [("2.9", True), ("2.53", True), ("2.100", False)])
def test_version_is_compared_by_number(version: str, wanted: bool) -> None:
    assert make().at_least(version) is wanted


def test_parts_of_a_request() -> None:
    req: Any = make("a=1&a=2", id="7", project_id="abc")
    assert (req.params, req.url_project_id, req.query) == ({"id": "7"}, "abc", {"a": "2"})
