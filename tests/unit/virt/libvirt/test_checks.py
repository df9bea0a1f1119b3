# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the daemon refuses to start with."""

from pathlib import Path
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.virt.libvirt import checks, errors
from nova_lite.virt.libvirt.capabilities import DomainCapabilities, HostCapabilities, HostCpu


@pytest.mark.parametrize(
    ("group", "values", "named"),
    [
        ("libvirt", {"virt_type": "lxc"}, "virt_type"),
        ("libvirt", {"images_type": "rbd"}, "images_type"),
        ("libvirt", {"cpu_mode": "custom"}, "cpu_models"),
        ("libvirt", {"cpu_models": ["EPYC"]}, "cpu_models"),
        ("libvirt", {"inject_partition": 1}, "inject_partition"),
        ("glance", {"verify_glance_signatures": True}, "verify_glance_signatures"),
        ("libvirt", {"file_backed_memory": 1024}, "file_backed_memory"),
        ("compute", {"max_disk_devices_to_attach": 0}, "max_disk_devices_to_attach"),
        ("compute", {"cpu_shared_set": "four"}, "CPU set"),
        ("serial_console", {"enabled": True, "port_range": "20000:10000"}, "port_range=20000:10000"),
        ("serial_console", {"enabled": True, "port_range": "60000:70000"}, "port_range=60000:70000"),
    ],
)
def test_refused_options(group: str, values: dict[str, Any], named: str, option: Any) -> None:
    for name, value in values.items():
        option(name, value, group)
    with pytest.raises(exception.ConfigInvalid, match=named):
        checks.check_options()


def test_plain_options_pass(option: Any) -> None:
    assert checks.check_options() is None


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        ("compute", "cpu_dedicated_set", "2-3"),
        ("libvirt", "swtpm_enabled", True),
    ],
)
def test_options_without_effect_are_told(
    group: str, name: str, value: Any, option: Any, caplog: pytest.LogCaptureFixture
) -> None:
    option(name, value, group)
    checks.check_options()
    assert f"[{group}]{name} has no effect" in caplog.text


class FixedHost:
    """A host with those CPU models; without any it cannot run guests."""

    def __init__(self, models: set[str]) -> None:
        self.models = models

    def capabilities(self) -> HostCapabilities:
        return HostCapabilities("uuid", HostCpu("x86_64"))

    def domain_capabilities(self, arch: str, machine: str | None) -> DomainCapabilities:
        assert (arch, machine) == ("x86_64", "pc")
        if not self.models:
            raise errors.HypervisorError("KVM is not supported")
        return DomainCapabilities(custom_cpu_models=frozenset(self.models))


def test_host_without_kvm(option: Any) -> None:
    host: Any = FixedHost(set())
    with pytest.raises(exception.ConfigInvalid, match="virt_type=kvm: this host cannot run such guests"):
        checks.check_host(host)


def test_cpu_models_of_the_host(option: Any) -> None:
    option("cpu_mode", "custom", "libvirt")
    option("cpu_models", ["EPYC", "Z80"], "libvirt")
    host: Any = FixedHost({"EPYC"})
    with pytest.raises(exception.ConfigInvalid, match="cannot run Z80"):
        checks.check_host(host)
    option("skip_cpu_compare_at_startup", True, "workarounds")
    assert checks.check_host(host) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("unique", None), ("none", None), ("hardware", "hw"), ("os", "id"), ("auto", "id")],
)
def test_host_serial(kind: str, expected: str | None, option: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    option("sysinfo_serial", kind, "libvirt")
    monkeypatch.setattr(checks, "_machine_id", lambda: "id")
    assert checks.host_serial("hw") == expected


def test_machine_id(tmp_path: Path) -> None:
    path = tmp_path / "machine-id"
    assert checks._machine_id(str(path)) is None
    path.write_text("0123456789abcdef0123456789abcdef\n")
    assert checks._machine_id(str(path)) == "01234567-89ab-cdef-0123-456789abcdef"
    path.write_text("uninitialized\n")
    assert checks._machine_id(str(path)) is None
