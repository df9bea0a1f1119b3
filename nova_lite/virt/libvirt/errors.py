# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""libvirt's errors in terms of nova_lite.exception, in one place. host.py and guest.py make all their calls here."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import libvirt

from nova_lite import concurrency, exception

P = ParamSpec("P")
T = TypeVar("T")

_BROKEN_CONNECTION = frozenset(
    {
        libvirt.VIR_ERR_INVALID_CONN,
        libvirt.VIR_ERR_NO_CONNECT,
        libvirt.VIR_ERR_RPC,
    }
)
_TRANSPORT = frozenset({libvirt.VIR_FROM_REMOTE, libvirt.VIR_FROM_RPC})


class GuestStateWrong(exception.Conflict):
    """The guest is not in a state in which this can be done, for instance it is not running."""


class GuestBusy(exception.Conflict):
    """Another operation holds the guest, or its process does not react; later it may work."""


class HypervisorError(exception.Failed):
    """libvirt could not do it."""


class NotOffered(exception.Failed):
    """This libvirt, or its driver, has no such function."""


_BY_CODE: dict[int, type[exception.NovaException]] = {
    libvirt.VIR_ERR_OPERATION_INVALID: GuestStateWrong,
    libvirt.VIR_ERR_OPERATION_TIMEOUT: GuestBusy,
    libvirt.VIR_ERR_NO_SUPPORT: NotOffered,
}


def is_connection_error(error: libvirt.libvirtError) -> bool:
    """True when the connection to libvirt, rather than libvirt's work, is what failed."""
    code, domain = error.get_error_code(), error.get_error_domain()
    if code in _BROKEN_CONNECTION:
        return True
    return code in (libvirt.VIR_ERR_SYSTEM_ERROR, libvirt.VIR_ERR_INTERNAL_ERROR) and domain in _TRANSPORT


def translate(error: libvirt.libvirtError) -> exception.NovaException:
    """Our error for one of libvirt's."""
    text = error.get_error_message() or str(error)
    if error.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN:
        return exception.InstanceNotFound(text)
    if is_connection_error(error):
        return exception.HypervisorUnavailable(f"Connection to the hypervisor is broken: {text}")
    return _BY_CODE.get(error.get_error_code(), HypervisorError)(text)


def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Make a blocking libvirt call off the hub; its errors come out translated."""
    try:
        return concurrency.native(function, *args, **kwargs)
    except libvirt.libvirtError as error:
        raise translate(error) from error
