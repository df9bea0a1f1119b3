# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The metadata application."""

import hashlib
import hmac
from collections.abc import Iterator

import pytest
import webob

from nova_lite import figures
from nova_lite.conf import CONF
from nova_lite.metadata import app
from tests.unit.control_plane import PROJECT, Plane, an_instance
from tests.unit.counting import Counted

SECRET = "secret"


@pytest.fixture
def uuid(plane: Plane) -> Iterator[str]:
    CONF.set_override("service_metadata_proxy", True, "neutron")
    CONF.set_override("metadata_proxy_shared_secret", SECRET, "neutron")
    yield plane.add(an_instance(hostname="vm1")).uuid
    CONF.clear_override("service_metadata_proxy", "neutron")
    CONF.clear_override("metadata_proxy_shared_secret", "neutron")


@pytest.fixture
def application() -> app.MetadataApplication:
    return app.MetadataApplication()


def ask(
    application: app.MetadataApplication,
    uuid: str,
    path: str,
    project: str = PROJECT,
    method: str = "GET",
    body: bytes = b"",
) -> webob.Response:
    request = webob.Request.blank(path, method=method, body=body)
    signature = hmac.new(SECRET.encode(), uuid.encode(), hashlib.sha256).hexdigest()
    request.headers.update({"X-Instance-ID": uuid, "X-Tenant-ID": project, "X-Instance-ID-Signature": signature})
    return request.get_response(application)


def test_documents(application: app.MetadataApplication, uuid: str) -> None:
    answer = ask(application, uuid, "/openstack/latest/meta_data.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json["uuid"] == uuid and answer.json["hostname"] == "vm1.novalocal"
    assert ask(application, uuid, "/latest/meta-data/hostname").text == "vm1.novalocal"
    assert ask(application, uuid, "/openstack/latest/nothing").status_code == 404


def test_the_root_needs_no_server(application: app.MetadataApplication) -> None:
    assert webob.Request.blank("/").get_response(application).text.splitlines()[-1] == "latest"


def test_another_project_or_server_is_not_found(application: app.MetadataApplication, uuid: str) -> None:
    assert ask(application, uuid, "/latest/meta-data/hostname", project="other").status_code == 404
    assert ask(application, "00000000-0000-4000-8000-000000000099", "/latest/meta-data/hostname").status_code == 404


def test_the_password_is_set_once(application: app.MetadataApplication, uuid: str) -> None:
    path = "/openstack/latest/password"
    assert ask(application, uuid, path).text == ""
    assert ask(application, uuid, path, method="POST", body=b"encrypted").status_code == 200
    assert ask(application, uuid, path).text == "encrypted"
    assert ask(application, uuid, path, method="POST", body=b"again").status_code == 409
    assert ask(application, uuid, path, method="PUT").status_code == 400
    assert ask(application, uuid, path.replace("password", "user_data"), method="POST").status_code == 400


def test_the_whole_stack_loads(plane: Plane) -> None:
    assert webob.Request.blank("/").get_response(app.load()).status_code == 200


def test_requests_are_timed(application: app.MetadataApplication, uuid: str, counted: Counted) -> None:
    ask(application, uuid, "/latest/meta-data/hostname")
    ask(application, uuid, "/openstack/latest/nothing")
    assert counted.of(figures.API_REQUESTS) == {
        ("GET", "metadata", "-", "200"): 1,
        ("GET", "metadata", "-", "404"): 1,
    }
