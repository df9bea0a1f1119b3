# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavor and image agree on the guest's hardware, or the request is refused."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.operations import hardware
from tests.unit.control_plane import a_flavor

PLAIN = ImageMeta(id="image")


def test_contradictions_are_refused() -> None:
    flavor = a_flavor(extra_specs={"hw:cpu_policy": "shared"})
    hardware.check(flavor, PLAIN)
    with pytest.raises(exception.Invalid, match="hw_cpu_policy=dedicated"):
        hardware.check(flavor, ImageMeta(id="image", properties={"hw_cpu_policy": "dedicated"}))


def test_an_alias_must_be_configured() -> None:
    flavor = a_flavor(extra_specs={"pci_passthrough:alias": "gpu:1"})
    with pytest.raises(exception.Invalid, match="PCI alias gpu is not defined"):
        hardware.check(flavor, PLAIN)
    CONF.set_override("alias", ['{"name": "gpu"}'], "pci")
    try:
        hardware.check(flavor, PLAIN)
    finally:
        CONF.clear_override("alias", "pci")


def test_bad_image_properties_are_refused() -> None:
    with pytest.raises(exception.Invalid, match="Invalid image metadata. Error: hw_disk_bus cannot be 'floppy'"):
        hardware.check(a_flavor(), ImageMeta(id="image", properties={"hw_disk_bus": "floppy"}))
    with pytest.raises(exception.Invalid, match="hw_architecture cannot be 'z80'"):
        hardware.check(a_flavor(), ImageMeta(id="image", properties={"architecture": "Z80"}))
