# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as plain attributes."""

import json
from typing import Any

import pytest

from nova_lite.conf import CONF
from nova_lite.objects import server_record
from nova_lite.objects.flavor import Flavor

NAMES = ("id", "uuid", "hostname", "flavor", "trusted_certs", "network_info")


def a_record(values: dict[str, Any] | None = None) -> server_record.ServerRecord:
    given = {**dict.fromkeys(NAMES), "id": 17, "uuid": "u", **(values or {})}
    return server_record.from_row(tuple(given), tuple(given.values()))


def test_json_of_columns_is_read() -> None:
    flavor = Flavor(id=1, flavorid="1", name="f", memory_mb=1, vcpus=1, root_gb=1, extra_specs={"a": "b"})
    text = json.dumps({"cur": flavor.to_primitive(), "old": None, "new": None})
    first, second = (
        a_record({"flavor": text, "trusted_certs": '["c"]', "network_info": '[{"id": "p"}]'}) for _ in range(2)
    )
    assert first.flavor is not None and first.flavor is second.flavor and first.flavor.extra_specs == {"a": "b"}
    assert (first.trusted_certs, first.network_info) == (["c"], [{"id": "p"}])


def test_nothing_hangs_on_a_bare_server() -> None:
    one = a_record()
    assert (one.flavor, one.trusted_certs, one.network_info, one.metadata, one.tags) == (None, None, [], {}, [])


def test_what_hangs_on_a_server_is_read() -> None:
    system = {"security_groups": '["web"]', "image_x": "y"}
    one = a_record({"metadata": '{"a": "1"}', "system_metadata": json.dumps(system), "tags": '{"b": "b", "a": "a"}'})
    assert (one.metadata, one.system_metadata) == ({"a": "1"}, {"image_x": "y"})
    assert (one.security_groups, one.tags) == (["web"], ["a", "b"])


@pytest.mark.parametrize(("template", "name"), [("vm-%05d", "vm-00017"), ("%(uuid)s", "u")])
def test_name_on_the_hypervisor(template: str, name: str) -> None:
    CONF.set_override("instance_name_template", template)
    try:
        assert a_record().name == name
    finally:
        CONF.clear_override("instance_name_template")
