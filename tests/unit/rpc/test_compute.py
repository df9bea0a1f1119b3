# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The compute client: every function sends a method of the table to the right queue."""

from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.lifecycle import STOP
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import grant
from nova_lite.rpc import compute

CONTEXT = RequestContext()
INSTANCE = Instance(uuid="u", host="host1")
LEASE = grant(STOP, "u", attempt=1)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []

    def send(context: RequestContext, topic: str, method: Any, server: str, **arguments: Any) -> None:
        found.append((topic, method.name, server))

    monkeypatch.setattr(compute, "send", send)
    return found


def test_every_method_of_the_table_has_its_function(sent: list[tuple[str, str, str]]) -> None:
    compute.build_and_run_instance(CONTEXT, "host1", INSTANCE, None, None, [], LEASE)  # type: ignore[arg-type]
    compute.terminate_instance(CONTEXT, INSTANCE, LEASE)
    compute.start_instance(CONTEXT, INSTANCE, LEASE)
    compute.stop_instance(CONTEXT, INSTANCE, clean_shutdown=True, lease=LEASE)
    compute.reboot_instance(CONTEXT, INSTANCE, hard=True, lease=LEASE)
    compute.attach_interface(CONTEXT, INSTANCE, None)  # type: ignore[arg-type]
    compute.detach_interface(CONTEXT, INSTANCE, "port", LEASE)
    compute.get_console_output(CONTEXT, INSTANCE, None)
    compute.get_vnc_console(CONTEXT, INSTANCE, "novnc")
    compute.get_spice_console(CONTEXT, INSTANCE, "spice-html5")
    compute.get_serial_console(CONTEXT, INSTANCE, "serial")
    compute.get_diagnostics(CONTEXT, INSTANCE)
    compute.get_instance_diagnostics(CONTEXT, INSTANCE)
    compute.validate_console_port(CONTEXT, INSTANCE, 5900, "novnc")
    compute.external_instance_event(CONTEXT, "host1", [INSTANCE], [])
    compute.get_host_uptime(CONTEXT, "host1")
    compute.set_host_enabled(CONTEXT, "host1", enabled=False)
    compute.cache_images(CONTEXT, "host1", ["image"])
    assert [name for _, name, _ in sent] == list(compute.METHODS)
    assert {server for _, _, server in sent} == {"host1"}
    alternate = {name for topic, name, _ in sent if topic == compute.ALTERNATE_TOPIC}
    assert alternate == {"validate_console_port", "external_instance_event"}
