# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Answers about servers that no view makes."""

import jsonschema_rs
import pytest

from nova_lite.api.views import server_answers as answers
from nova_lite.api.views.fields import resolved
from nova_lite.virt import diagnostics
from nova_lite.virt.diagnostics import Cpu, Disk, Nic


@pytest.mark.parametrize(("minor", "forms"), [(68, 1), (69, 2)])
def test_servers_of_cells_that_do_not_answer_come_with_2_69(minor: int, forms: int) -> None:
    items = resolved(answers.LIST, (2, minor), {})["properties"]["servers"]["items"]
    assert len(items.get("anyOf", [items])) == forms


def test_consoles() -> None:
    schema = answers.remote_console({"vnc": ["novnc"], "spice": ["spice-html5"]})
    shown = {"protocol": "spice", "type": "spice-html5", "url": "x"}
    assert jsonschema_rs.is_valid(schema, {"remote_console": shown})
    assert not jsonschema_rs.is_valid(schema, {"remote_console": {**shown, "type": "webmks"}})
    assert jsonschema_rs.is_valid(answers.console(["novnc"]), {"console": {"type": "novnc", "url": "x"}})


def test_measurements_have_the_fields_of_the_drivers_form() -> None:
    details = answers.DIAGNOSTICS["properties"]
    for key, kind in (("cpu_details", Cpu), ("nic_details", Nic), ("disk_details", Disk)):
        assert set(details[key]["items"]["properties"]) == set(kind.__dataclass_fields__)
    assert set(details["memory_details"]["properties"]) == set(diagnostics.Memory.__dataclass_fields__)
