# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The definition of guests, compared with whole files in tests/golden/domain, and each rule by itself.

NOVA_LITE_TEST_WRITE_GOLDEN=1 writes the files anew; look at the difference before you keep it.
"""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.objects.block_device import BlockDevice
from nova_lite.virt.libvirt import guest_config
from nova_lite.virt.libvirt.guest_plan import HostFacts
from nova_lite.virt.libvirt.xml.element import Element
from tests.contract import guests
from tests.unit.virt.libvirt import plans

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "domain"
CONTEXT = RequestContext(user_id="user", user_name="demo", project_id="project", project_name="demos")
NOON = datetime.datetime(2026, 1, 2, 12, 0, 0)

CASES: dict[str, dict[str, Any]] = {
    "plain": {"options": {"libvirt": {"virt_type": "qemu"}}},
    "network-and-config-drive": {
        "options": {"libvirt": {"virt_type": "qemu"}},
        "vifs": (plans.vif(),),
        "config_drive": True,
        "flavor": {"ephemeral_gb": 1, "swap": 16, "vcpus": 2},
    },
    "kvm-q35-scsi": {
        "options": {"libvirt": {"virt_type": "kvm", "num_pcie_ports": 2, "rx_queue_size": 512}},
        "properties": {
            "hw_machine_type": "q35",
            "hw_disk_bus": "scsi",
            "hw_scsi_model": "virtio-scsi",
            "hw_qemu_guest_agent": "yes",
            "hw_video_model": "vga",
            "hw_watchdog_action": "reset",
            "hw_vif_multiqueue_enabled": "true",
        },
        "specs": {
            "hw:cpu_sockets": "1",
            "hw:cpu_cores": "2",
            "quota:cpu_shares": "512",
            "quota:disk_read_iops_sec": "100",
            "quota:vif_inbound_average": "1000",
            "hw_rng:rate_bytes": "4096",
            "hw_rng:rate_period": "1000",
        },
        "flavor": {"vcpus": 4},
        "vifs": (plans.vif(delegate_create=True),),
        "config_drive": True,
    },
    "windows-uefi": {
        "options": {"libvirt": {"virt_type": "kvm"}, "vnc": {"enabled": True}},
        "properties": {"hw_firmware_type": "uefi", "os_type": "windows", "hw_vif_model": "e1000"},
        "instance": {"os_type": "windows"},
        "vifs": (plans.vif(details={"ovs_hybrid_plug": True}),),
    },
    "arm-kernel": {
        "options": {"libvirt": {"virt_type": "qemu"}, "vnc": {"enabled": False}},
        "arch": "aarch64",
        "properties": {"hw_firmware_type": "bios"},
        "instance": {"kernel_id": "kernel", "ramdisk_id": "ramdisk"},
        "specs": {"hw:serial_port_count": "2", "hw:sound_model": "ich9"},
    },
    "iso-cdrom": {
        "options": {"libvirt": {"virt_type": "qemu"}},
        "image": guests.image(disk_format="iso"),
        "block_devices": (
            BlockDevice(boot_index=0, device_type="cdrom"),
            BlockDevice(source_type="blank", volume_size=1),
        ),
    },
}


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch, option: Any) -> Iterator[None]:
    """A release, a time and a folder that stay the same for ever."""
    monkeypatch.setattr(guest_config, "VERSION", "1.2.3")
    timeutils.set_time_override(NOON)
    option("instances_path", "/var/lib/nova/instances")
    yield
    timeutils.clear_time_override()


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, option: Any) -> None:
    case = dict(CASES[name])
    for group, values in case.pop("options").items():
        for key, value in values.items():
            option(key, value, group)

    made = guest_config.domain(CONTEXT, plans.plan(**case)).to_xml()

    path = GOLDEN / f"{name}.xml"
    if os.environ.get("NOVA_LITE_TEST_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made)
    assert made == path.read_text(), f"differs from {path}"


def built(**values: Any) -> Element:
    return guest_config.domain(CONTEXT, plans.plan(**values)).element()


@pytest.mark.parametrize(
    ("mode", "models", "flags", "expected"),
    [
        (None, [], [], {"mode": "host-model", "match": "exact"}),
        ("host-passthrough", [], [], {"mode": "host-passthrough", "match": "exact"}),
        ("custom", ["EPYC"], ["+AES", "-vmx"], {"mode": "custom", "match": "exact"}),
        ("none", [], ["aes"], {}),
    ],
)
def test_cpu(mode: str | None, models: list[str], flags: list[str], expected: dict[str, str], option: Any) -> None:
    option("cpu_mode", mode, "libvirt")
    option("cpu_models", models, "libvirt")
    option("cpu_model_extra_flags", flags, "libvirt")
    cpu = built().find("cpu")
    assert dict(cpu.attrib) == expected
    assert cpu.findtext("model") == (models[0] if models else None)
    assert {row.get("name"): row.get("policy") for row in cpu.findall("feature")} == (
        {"aes": "require", "vmx": "disable"} if models else {}
    )


def test_serial_number_of_the_host(option: Any) -> None:
    option("sysinfo_serial", "hardware", "libvirt")
    facts = HostFacts(arch="x86_64", serial="SN1")
    assert built(host=facts).findtext("sysinfo/system/entry[@name='serial']") == "SN1"


def test_shared_cpus(option: Any) -> None:
    option("cpu_shared_set", "0-3", "compute")
    assert built().find("vcpu").get("cpuset") == "0-3"


def test_cpu_quota_needs_control_groups() -> None:
    with pytest.raises(exception.UnsupportedFeature, match="quota"):
        built(specs={"quota:cpu_quota": "1000"}, host=HostFacts(arch="x86_64", cpu_shares=False))


def test_unsupported_wishes_are_refused() -> None:
    with pytest.raises(exception.UnsupportedFeature, match="hw:numa_nodes"):
        built(specs={"hw:numa_nodes": "2"})


def test_firmware_files_are_kept_while_they_exist(tmp_path: Path) -> None:
    loader, nvram = tmp_path / "loader", tmp_path / "nvram"
    loader.touch()
    nvram.touch()
    known = {"loader": str(loader), "nvram": str(nvram), "nvram_template": "/t"}
    uefi = {"hw_firmware_type": "uefi"}

    kept = built(properties=uefi, firmware=known).find("os")
    assert kept.get("firmware") is None
    assert (kept.findtext("loader"), kept.findtext("nvram")) == (str(loader), str(nvram))

    nvram.unlink()
    assert built(properties=uefi, firmware=known).find("os").get("firmware") == "efi"


@pytest.mark.parametrize(
    ("properties", "by_option", "expected"),
    [
        ({}, [], "pc"),
        ({}, ["x86_64=q35", "aarch64=virt"], "q35"),
        ({"hw_machine_type": "pc-i440fx-7.2"}, ["x86_64=q35"], "pc-i440fx-7.2"),
    ],
)
def test_machine_type(properties: dict[str, str], by_option: list[str], expected: str, option: Any) -> None:
    option("hw_machine_type", by_option, "libvirt")
    assert guest_config.machine_for(guests.image(properties=properties), "x86_64").type == expected


@pytest.mark.parametrize(("virt_type", "suffix"), [("qemu", " no_timer_check"), ("kvm", "")])
def test_kernel_command_line(virt_type: str, suffix: str, option: Any) -> None:
    option("virt_type", virt_type, "libvirt")
    external = {"kernel_id": "k"}
    usual = "root=/dev/vda console=tty0 console=ttyS0 console=hvc0"
    assert built(instance=external).findtext("os/cmdline") == usual + suffix
    assert built(instance=external, properties={"os_command_line": "quiet"}).findtext("os/cmdline") == "quiet"
