# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names and values of image properties."""

import pytest

from nova_lite import exception
from nova_lite.hardware.image_properties import canonical, check


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"architecture": "AMD64"}, {"hw_architecture": "x86_64"}),
        ({"hw_architecture": "aarch64", "architecture": "x86_64"}, {"hw_architecture": "aarch64"}),
        ({"architecture": "x86_64", "hw_architecture": "i386"}, {"hw_architecture": "i686"}),
        ({"hypervisor_type": "XAPI", "vm_mode": "hv"}, {"img_hv_type": "xen", "hw_vm_mode": "hvm"}),
        ({"vmware_adaptertype": "ide"}, {"hw_disk_bus": "ide"}),
        ({"vmware_adaptertype": "lsiLogic"}, {"hw_disk_bus": "scsi", "hw_scsi_model": "lsilogic"}),
        ({"vmware_adaptertype": "paraVirtual", "hw_disk_bus": "sata"}, None),
        ({"trait:CUSTOM_A": "required", "mine": "X", "os_type": None}, "same"),
    ],
)
def test_present_names(given: dict[str, str | None], found: object) -> None:
    if found == "same":
        assert canonical(given) == given
    elif found is None:
        assert canonical(given)["hw_disk_bus"] == "sata"
    else:
        assert canonical(given) == found


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("hw_disk_bus", "virtio", "thunder"),
        ("hw_cpu_cores", "4", "four"),
        ("hw_vif_model", "VirtualE1000", "modem"),
        ("hw_video_model", "qxl", "Qxl"),
        ("img_signature_certificate_uuid", "5f0c4a5e-0000-4000-8000-000000000000", "mine"),
        ("os_secure_boot", "optional", "yes"),
        ("os_type", "linux", "beos"),
    ],
)
def test_values(key: str, good: str, bad: str) -> None:
    check(canonical({key: good}))
    with pytest.raises(exception.Invalid, match=f"{key} cannot be '{bad}'"):
        check(canonical({key: bad}))


def test_unknown_and_absent_properties_may_say_anything() -> None:
    check({"mine": "anything", "hw_disk_bus": None, "hw_boot_menu": "perhaps"})
