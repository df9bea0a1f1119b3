# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-quota-class-sets."""

import pytest

from tests.unit.api.calls import Client, admin

PATH = "/os-quota-class-sets/default"


def keys(version: str) -> set[str]:
    return set(admin().call("GET", PATH, version=version).json["quota_class_set"])


def test_resources_by_version() -> None:
    groups, network = {"server_groups", "server_group_members"}, {"fixed_ips", "floating_ips"}
    assert network < keys("2.49") and not groups & keys("2.49")
    assert groups < keys("2.50") and not network & keys("2.50")
    assert len(keys("2.56") - keys("2.57")) == 3


def test_update_changes_everybodys_default() -> None:
    changed = admin().call("PUT", PATH, {"quota_class_set": {"cores": 7}}, version="2.57").json["quota_class_set"]
    assert changed["cores"] == 7 and "id" not in changed
    assert admin().call("GET", PATH).json["quota_class_set"]["id"] == "default"
    assert admin().call("GET", "/os-quota-class-sets/unknown").json["quota_class_set"]["cores"] == 20


@pytest.mark.parametrize(("key", "version"), [("discs", "2.1"), ("floating_ips", "2.50"), ("injected_files", "2.57")])
def test_unknown_resources_are_refused(key: str, version: str) -> None:
    assert admin().call("PUT", PATH, {"quota_class_set": {key: 1}}, version=version).status_int == 400


def test_names_and_callers() -> None:
    assert admin().call("PUT", f"/os-quota-class-sets/{'x' * 256}", {"quota_class_set": {}}).status_int == 400
    assert Client().call("GET", PATH).status_int == 403
    assert Client().call("PUT", PATH, {"quota_class_set": {}}).status_int == 403
    assert admin().call("GET", f"{PATH}?x=1", version="2.102").status_int == 400


def test_limits_of_networks_are_kept_and_shown() -> None:
    changed = admin().call("PUT", PATH, {"quota_class_set": {"fixed_ips": 9}}, version="2.1").json["quota_class_set"]
    assert (changed["fixed_ips"], changed["floating_ips"]) == (9, -1)
