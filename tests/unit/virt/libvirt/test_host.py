# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The connection, on libvirt's test driver."""

from pathlib import Path

import libvirt
import pytest

from nova_lite import concurrency, exception
from nova_lite.lifecycle import PowerState
from nova_lite.virt.libvirt import host as host_module
from nova_lite.virt.libvirt.events import LifecycleEvents
from nova_lite.virt.libvirt.guest import Guest
from nova_lite.virt.libvirt.host import Host, version_text


def test_facts(host: Host) -> None:
    assert host.hypervisor_type().lower() == "test"
    assert host.hypervisor_version() > 0
    assert host.hostname()
    assert host.memory_mb() > 0
    assert host.online_cpus() > 0
    assert host.capabilities() is host.capabilities()


def test_guests(host: Host, guest: Guest) -> None:
    assert guest.uuid in [found.uuid for found in host.guests()]
    assert guest.uuid not in [found.uuid for found in host.guests(only_running=True)]
    assert host.guest(guest.uuid).uuid == guest.uuid


def test_unknown_guest(host: Host) -> None:
    with pytest.raises(exception.InstanceNotFound, match="00000000-0000-0000-0000-00000000000a could not be found"):
        host.guest("00000000-0000-0000-0000-00000000000a")


def test_changes_of_state_are_reported(host: Host, guest: Guest, lifecycle: LifecycleEvents) -> None:
    told: list[tuple[str, PowerState]] = []
    lifecycle.listen(lambda uuid, state: told.append((uuid, state)))
    guest.start()
    assert concurrency.wait_until(lambda: (guest.uuid, PowerState.RUNNING) in told, 10, 0.05)


def test_old_hypervisors_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host("test:///default", LifecycleEvents())
    with pytest.raises(exception.ConfigInvalid, match="QEMU .* is too old, at least 6.2.0"):
        host.start()
    host.stop()


def test_nobody_answers() -> None:
    host = Host("qemu+unix:///system?socket=/nonexistent/libvirt-sock", LifecycleEvents())
    with pytest.raises(exception.HypervisorUnavailable):
        host.start()
    host.stop()


def test_a_lost_connection_is_made_anew(host: Host) -> None:
    class Dead:
        """A connection whose other end is gone."""

        def isAlive(self) -> bool:
            return False

        def close(self) -> None:
            raise AssertionError("closed twice")

    host._connection = Dead()
    assert host.hostname()


def test_versions() -> None:
    assert version_text(8_002_002) == "8.2.2"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0", True),
        ("cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0", False),
        ("proc /proc proc rw 0 0", False),
    ],
)
def test_cgroup_v1(tmp_path: Path, line: str, expected: bool) -> None:
    (tmp_path / "mounts").write_text(line + "\n")
    assert host_module._cgroup_v1_cpu(str(tmp_path / "mounts")) is expected


@pytest.mark.parametrize(("text", "expected"), [("cpuset cpu io", True), ("cpuset io", False), (None, False)])
def test_cgroup_v2(tmp_path: Path, text: str | None, expected: bool) -> None:
    path = tmp_path / "controllers"
    if text is not None:
        path.write_text(text)
    assert host_module._cgroup_v2_cpu(str(path)) is expected
    assert host_module.has_cpu_shares() in (True, False)


class Dying:
    """A connection that breaks at the next call."""

    def isAlive(self) -> bool:
        return True

    def getHostname(self) -> str:
        raise broken()


def broken() -> libvirt.libvirtError:
    error = libvirt.libvirtError("gone")
    error.err = (libvirt.VIR_ERR_RPC, libvirt.VIR_FROM_RPC, "end of file", 2, "", None, None, -1, -1)
    return error


def test_loss_and_return_are_told_once(host: Host) -> None:
    told: list[str | None] = []
    host.listen_to_connection(told.append)
    host._connection = Dying()
    with pytest.raises(exception.HypervisorUnavailable):
        host.hostname()
    assert told == ["Connection to libvirt lost"]
    assert host.hostname()
    assert host.hostname()
    assert told == ["Connection to libvirt lost", None]


def test_a_closed_connection_is_told_at_once(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str | None] = []
    monkeypatch.setattr(host_module.event_loop, "later", lambda function, *arguments: function(*arguments))
    host.listen_to_connection(told.append)
    old = host._connected()
    host._close_event(old, 1, None)
    assert told == ["Connection to libvirt lost: 1"]
    host._closed(old, 1)
    assert host.hostname()
    host._closed(old, 1)
    assert told == ["Connection to libvirt lost: 1", None]
