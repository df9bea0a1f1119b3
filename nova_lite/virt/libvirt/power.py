# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Starting, stopping and waiting for guests. Knows no disks and no networks."""

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState
from nova_lite.virt.libvirt import errors
from nova_lite.virt.libvirt.guest import Guest

LOG = logging.getLogger(__name__)

POLL_S = 0.5
KILL_ATTEMPTS = 3
GONE_TIMEOUT_S = 30.0
RUN_TIMEOUT_S = 60.0
_STOPPED = (PowerState.SHUTDOWN, PowerState.CRASHED)


def is_stopped(guest: Guest) -> bool:
    """True when the guest has no process any more."""
    return guest.info().state in _STOPPED


def wait_running(guest: Guest, timeout_s: float = RUN_TIMEOUT_S) -> None:
    """Return once the guest runs; raises InstancePowerOnFailed when it does not in time."""
    if not concurrency.wait_until(lambda: guest.info().state == PowerState.RUNNING, timeout_s, POLL_S):
        raise exception.InstancePowerOnFailed(reason=f"guest is {guest.info().state.name} after {timeout_s:.0f} s")


def shut_down(guest: Guest, timeout_s: float, retry_interval_s: float) -> bool:
    """Ask the guest to power off, again every `retry_interval_s` because a booting one is deaf; True once it is off."""
    deadline, again = concurrency.Deadline(timeout_s), concurrency.Deadline(0)
    while not is_stopped(guest):
        if deadline.passed():
            LOG.info("Guest %s did not shut down within %d seconds", guest.uuid, timeout_s)
            return False
        if again.passed():
            _press(guest)
            again = concurrency.Deadline(retry_interval_s or timeout_s)
        concurrency.sleep(min(1.0, max(deadline.left_s(), 0.01)))
    return True


def _press(guest: Guest) -> None:
    try:
        guest.press_power_button()
    except errors.GuestStateWrong:
        LOG.debug("Guest %s stopped before it was asked to", guest.uuid)


def kill(guest: Guest) -> None:
    """Stop the guest at once and wait until it is gone. Idempotent. Raises InstancePowerOffFailed."""
    reason = "it is still there"
    for _attempt in range(KILL_ATTEMPTS):
        try:
            guest.kill()
            if concurrency.wait_until(lambda: is_stopped(guest), GONE_TIMEOUT_S, POLL_S):
                return
        except errors.GuestBusy as error:
            # QEMU may hang in the kernel for a while when its disks are slow.
            reason = str(error)
            LOG.warning("Guest %s is not gone yet: %s", guest.uuid, reason)
    raise exception.InstancePowerOffFailed(reason=reason)


def power_off(guest: Guest, timeout_s: float, retry_interval_s: float) -> None:
    """Shut down within `timeout_s` (0: do not ask), else kill. Idempotent. Raises InstancePowerOffFailed."""
    if timeout_s and shut_down(guest, timeout_s, retry_interval_s):
        return
    kill(guest)


def soft_reboot(guest: Guest) -> bool:
    """Let the guest shut down and start it again; False when it did not do so in time or cannot be asked."""
    if guest.info().state != PowerState.RUNNING:
        return False
    if not shut_down(guest, CONF.libvirt.wait_soft_reboot_seconds, CONF.compute.shutdown_retry_interval):
        return False
    guest.start()
    wait_running(guest)
    return True
