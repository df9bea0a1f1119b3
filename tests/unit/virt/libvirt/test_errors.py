# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""libvirt's errors in our terms."""

import libvirt
import pytest

from nova_lite import exception
from nova_lite.virt.libvirt import errors


def libvirt_error(code: int, domain: int = libvirt.VIR_FROM_QEMU) -> libvirt.libvirtError:
    error = libvirt.libvirtError("failed")
    error.err = (code, domain, "the reason", 2, None, None, None, 0, 0)
    return error


@pytest.mark.parametrize(
    ("code", "domain", "expected"),
    [
        (libvirt.VIR_ERR_NO_DOMAIN, libvirt.VIR_FROM_QEMU, exception.InstanceNotFound),
        (libvirt.VIR_ERR_OPERATION_INVALID, libvirt.VIR_FROM_QEMU, errors.GuestStateWrong),
        (libvirt.VIR_ERR_OPERATION_TIMEOUT, libvirt.VIR_FROM_QEMU, errors.GuestBusy),
        (libvirt.VIR_ERR_NO_SUPPORT, libvirt.VIR_FROM_QEMU, errors.NotOffered),
        (libvirt.VIR_ERR_NO_CONNECT, libvirt.VIR_FROM_NONE, exception.HypervisorUnavailable),
        (libvirt.VIR_ERR_SYSTEM_ERROR, libvirt.VIR_FROM_RPC, exception.HypervisorUnavailable),
        (libvirt.VIR_ERR_INTERNAL_ERROR, libvirt.VIR_FROM_REMOTE, exception.HypervisorUnavailable),
        (libvirt.VIR_ERR_SYSTEM_ERROR, libvirt.VIR_FROM_QEMU, errors.HypervisorError),
        (libvirt.VIR_ERR_XML_ERROR, libvirt.VIR_FROM_DOMAIN, errors.HypervisorError),
    ],
)
def test_call_translates(code: int, domain: int, expected: type[exception.NovaException]) -> None:
    def fail() -> None:
        raise libvirt_error(code, domain)

    with pytest.raises(expected, match="the reason") as caught:
        errors.call(fail)
    assert type(caught.value) is expected


def test_call_returns() -> None:
    assert errors.call(divmod, 7, 2) == (3, 1)
