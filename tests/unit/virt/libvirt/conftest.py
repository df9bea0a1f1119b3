# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""libvirt's own test driver: a real libvirt library with made-up guests and no daemon."""

from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite.virt.libvirt import host as host_module
from nova_lite.virt.libvirt.events import LifecycleEvents
from nova_lite.virt.libvirt.guest import Guest
from nova_lite.virt.libvirt.host import Host

DOMAIN = """<domain type="test"><name>n</name><uuid>{uuid}</uuid><memory>1024</memory><vcpu>2</vcpu>
<os><type>hvm</type></os></domain>"""
UUID = "6695eb01-f6a4-8304-79aa-97f2502e1900"


@pytest.fixture
def lifecycle() -> LifecycleEvents:
    return LifecycleEvents(stop_delay_s=0.01)


@pytest.fixture
def host(lifecycle: LifecycleEvents, monkeypatch: pytest.MonkeyPatch, option: Any) -> Iterator[Host]:
    monkeypatch.setattr(host_module, "MIN_QEMU", 0)
    made = Host("test:///default", lifecycle)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def guest(host: Host) -> Iterator[Guest]:
    yield host.define(DOMAIN.format(uuid=UUID))
    for found in host.guests():
        if found.uuid == UUID:
            found.kill()
            # The test driver knows no NVRAM, so the flags of Guest.undefine() are too much for it.
            found._domain.undefine()
