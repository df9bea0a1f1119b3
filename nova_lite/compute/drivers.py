# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which hypervisor driver [DEFAULT]compute_driver names; only that one is imported."""

import importlib

from nova_lite import exception
from nova_lite.virt.driver import ComputeDriver

DRIVERS = {
    "libvirt.LibvirtDriver": ("nova_lite.virt.libvirt.driver", "LibvirtDriver"),
    "fake.FakeDriver": ("nova_lite.virt.fake", "FakeDriver"),
}


def check(name: str | None) -> None:
    """Raise ConfigInvalid for an unset or unknown name."""
    if not name or name not in DRIVERS:
        known = ", ".join(sorted(DRIVERS))
        raise exception.ConfigInvalid(reason=f"[DEFAULT]compute_driver is {name or 'not set'}; known are {known}")


def load(name: str | None) -> ComputeDriver:
    """Make the driver; raises ConfigInvalid for an unset or unknown name, or when its library is missing."""
    check(name)
    module, kind = DRIVERS[str(name)]
    try:
        driver: ComputeDriver = getattr(importlib.import_module(module), kind)()
    except ImportError as error:
        raise exception.ConfigInvalid(reason=f"[DEFAULT]compute_driver {name} cannot be loaded: {error}") from error
    return driver
