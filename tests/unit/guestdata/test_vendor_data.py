# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Vendor data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests_mock

from nova_lite import exception, keystone_auth
from nova_lite.conf import CONF
from nova_lite.guestdata import vendor_data
from tests.unit.guestdata.builders import an_instance


@pytest.fixture
def option(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    names: list[str] = []

    def override(name: str, value: Any) -> None:
        names.append(name)
        CONF.set_override(name, value, "api")

    monkeypatch.setattr(keystone_auth, "group_headers", lambda group: {})
    yield override
    for name in names:
        CONF.clear_override(name, "api")


def test_static_file(tmp_path: Path, option: Any) -> None:
    path = tmp_path / "vendor.json"
    path.write_text('{"a": 1}')
    option("vendordata_jsonfile_path", str(path))
    assert vendor_data.static() == {"a": 1}
    assert vendor_data.collected(an_instance()) == {"static": {"a": 1}}


def test_a_bad_static_file_names_option_and_path(tmp_path: Path, option: Any) -> None:
    option("vendordata_jsonfile_path", str(tmp_path / "none"))
    with pytest.raises(exception.ConfigInvalid, match="vendordata_jsonfile_path.*none"):
        vendor_data.static()


def test_dynamic_targets_get_the_facts_of_the_server(option: Any) -> None:
    option("vendordata_providers", ["StaticJSON", "DynamicJSON"])
    option("vendordata_dynamic_targets", ["one@http://vendor/1", "one@http://vendor/2", "nameless"])
    with requests_mock.Mocker() as http:
        http.post("http://vendor/1", json={"x": 1})
        assert vendor_data.collected(an_instance()) == {"static": {}, "one": {"x": 1}}
    sent = http.request_history[0].json()
    assert (sent["instance-id"], sent["hostname"], sent["metadata"]) == ("uuid-1", "vm", {"role": "web"})


def test_a_failing_target_is_empty_unless_fatal(option: Any) -> None:
    option("vendordata_providers", ["DynamicJSON"])
    option("vendordata_dynamic_targets", ["one@http://vendor/1"])
    with requests_mock.Mocker() as http:
        http.post("http://vendor/1", status_code=500)
        assert vendor_data.collected(an_instance()) == {"one": {}}
        option("vendordata_dynamic_failure_fatal", True)
        with pytest.raises(exception.PeerUnavailable, match="vendor data target one"):
            vendor_data.collected(an_instance())
