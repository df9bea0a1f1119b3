# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The steps from a request to an answer, with routes of this test."""

from types import SimpleNamespace
from typing import Any

import pytest
import webob

from nova_lite import exception, figures
from nova_lite.api import middleware
from nova_lite.api.dispatch import Dispatcher
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import queries, types
from nova_lite.api.validation import Query
from tests.unit.api.calls import PROJECT, BelievingCheck, Client
from tests.unit.counting import Counted

SHOW = "os_compute_api:servers:show"


def echo(req: ApiRequest) -> dict[str, Any]:
    """What reached the handler."""
    return {"body": req.body, "query": req.query, "params": req.params, "version": list(req.version)}


def empty(req: ApiRequest) -> None:
    """No body, one header."""
    req.set_header("Location", "there")


def whole(req: ApiRequest) -> webob.Response:
    """A response of its own."""
    return webob.Response(status=207, text="x")


def load(req: ApiRequest) -> Any:
    """A target of the project in the path."""
    if req.params["id"] == "none":
        raise exception.InstanceNotFound(instance_id="none")
    return SimpleNamespace(project_id=req.params["id"], user_id="u")


def broken(req: ApiRequest) -> None:
    """A conflict."""
    raise exception.Conflict("no")


BODY = types.wrapped("thing", types.strict({"n": types.integer(1)}, "n"))

ROUTES = (
    Route("GET", "/things", "index", echo, query=Query({"a": types.STRING})),
    Route("POST", "/things", "create", echo, body=BODY, until="2.9"),
    Route("POST", "/things", "create", empty, since="2.10", ok=202),
    Route("PUT", "/things", "update", echo),
    Route("DELETE", "/things", "delete", empty, ok=204),
    Route("GET", "/whole", "whole", whole),
    Route("GET", "/owned/{id}", "show", echo, SHOW, target=load, query=queries.NONE),
    Route("POST", "/owned/{id}/action", "go", echo, since="2.5"),
    Route("POST", "/owned/{id}/action", "stop", broken, errors={exception.Conflict: 400}),
    Route("GET", "/broken", "broken", broken),
)


@pytest.fixture
def client() -> Client:
    return Client(
        application=middleware.Mounts(BelievingCheck(middleware.Context(Dispatcher(ROUTES)))), documented=False
    )


def test_unknown_paths_get_a_plain_404(client: Client) -> None:
    for path in ("/nothing", "/things/", "/things.json"):
        response = client.call("GET", path, headers={"Accept": "application/json"})
        assert response.status_int == 404
        assert response.json["code"] == "404 Not Found"
        assert "OpenStack-API-Version" not in response.headers
    assert client.call("HEAD", "/things").status_int == 404
    assert client.call("PATCH", "/things").status_int == 404
    assert client.call("GET", "//things").status_int == 200


def test_version_headers_on_answers_and_faults(client: Client) -> None:
    for path, code in (("/things", 200), ("/broken", 409)):
        response = client.call("GET", path, version="2.7")
        assert response.status_int == code
        assert response.headers["OpenStack-API-Version"] == "compute 2.7"
        assert response.headers["X-OpenStack-Nova-API-Version"] == "2.7"
        assert response.headers.getall("Vary") == ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version"]


def test_versions_that_cannot_be_served(client: Client) -> None:
    response = client.call("GET", "/things", version="2.999")
    assert response.status_int == 406 and "computeFault" in response.json
    assert response.headers["X-OpenStack-Nova-API-Version"] == "2.999"
    response = client.call("GET", "/things", version="x")
    assert response.status_int == 400 and "OpenStack-API-Version" not in response.headers


def test_legacy_ignores_and_hides_versions(client: Client) -> None:
    client.mount = "/v2"
    response = client.call("GET", "/things", version="2.999")
    assert response.json["version"] == [2, 1]
    assert "OpenStack-API-Version" not in response.headers and "Vary" not in response.headers


def test_row_is_chosen_by_version(client: Client) -> None:
    body = {"thing": {"n": "1"}}
    assert client.call("POST", "/things", body, "2.9").json["body"] == body
    response = client.call("POST", "/things", body, "2.10")
    assert (response.status_int, response.body, response.headers["Location"]) == (
        202,
        b"",
        "http://localhost/v2.1/there",
    )


def test_empty_answer_has_no_content_type(client: Client) -> None:
    response = client.call("DELETE", "/things")
    assert response.status_int == 204 and response.body == b"" and "Content-Type" not in response.headers


def test_content_types(client: Client) -> None:
    assert client.call("GET", "/things", headers={"Content-Type": "application/xml"}).status_int == 415
    assert client.call("GET", "/things", headers={"Content-Type": "text/plain"}).status_int == 200
    kind = "application/vnd.openstack.compute+json"
    assert client.call("GET", "/things", headers={"Accept": kind}).content_type == kind
    assert client.call("GET", "/things", headers={"Accept": "text/html"}).content_type == "application/json"


def test_bodies(client: Client) -> None:
    assert client.call("POST", "/things", {"thing": {}}).status_int == 400
    assert client.call("PUT", "/things").json["body"] is None
    for text in (b"{", b'{"a": NaN}', b"[" * 100000, b"\xff", b'{"a": ["\\ud800"]}', b'"\\u0000"'):
        request = webob.Request.blank("/v2.1/things", method="PUT", body=text)
        request.headers["X-Auth-Token"] = f"u {PROJECT} member"
        assert request.get_response(client.application).json["badRequest"]["message"] == "Malformed request body"


def test_project_of_url_and_token_must_agree(client: Client) -> None:
    assert client.call("GET", f"/{PROJECT}/things").status_int == 200
    response = client.call("GET", "/abc-1/things")
    assert response.status_int == 400 and "Malformed request URL" in response.json["badRequest"]["message"]


def test_paths_are_utf8(client: Client) -> None:
    assert client.call("GET", f"/owned/{PROJECT}%2b").status_int == 403
    response = client.call("POST", "/owned/h%C3%A9%20b+c/action", {"go": None}, "2.5")
    assert response.json["params"] == {"id": "hé b+c"}
    assert client.call("GET", "/owned/%ff").status_int == 400
    assert client.call("GET", "/owned/%00").status_int == 400


def test_queries(client: Client) -> None:
    assert client.call("GET", "/things?a=1&a=2&b=3").json["query"] == {"a": "2"}
    assert client.call("GET", "/things?b=3", version="2.75").status_int == 400
    assert client.call("GET", "/things?a=%ff").status_int == 400
    assert client.call("GET", "/things?a=%00").status_int == 400


def test_actions_are_chosen_by_the_only_key(client: Client) -> None:
    path = "/owned/x/action"
    assert client.call("POST", path, {"go": None}, "2.5").status_int == 200
    assert client.call("POST", path, {"go": None}, "2.4").status_int == 404
    assert client.call("POST", path, {"stop": None}).status_int == 400
    for body in ({"jump": None}, {"go": None, "stop": None}, {}, [], None):
        assert client.call("POST", path, body, "2.5").status_int == 400
    assert client.call("POST", path, {"jump": 1}).json["badRequest"]["message"] == "There is no such action: jump"


def test_target_is_loaded_before_policy_and_judged(client: Client) -> None:
    assert client.call("GET", f"/owned/{PROJECT}").status_int == 200
    assert client.call("GET", "/owned/other").status_int == 403
    assert client.call("GET", "/owned/none").status_int == 404
    assert client.call("GET", "/owned/none?x=1", version="2.102").status_int == 400


def test_whole_responses_pass(client: Client) -> None:
    assert client.call("GET", "/whole").status_int == 207


def test_requests_are_timed_by_row_and_status(client: Client, counted: Counted) -> None:
    timed = Client(application=middleware.RequestLog(client.application), documented=False)
    timed.call("GET", "/owned/none")
    timed.call("GET", "/nowhere")
    timed.call("POST", "/owned/x/action", {"go": {}}, version="2.5")
    assert counted.of(figures.API_REQUESTS) == {
        ("GET", "/owned/{id}", "show", "404"): 1,
        ("-", "-", "-", "404"): 1,
        ("POST", "/owned/{id}/action", "go", "200"): 1,
    }
