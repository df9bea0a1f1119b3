# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and console connections of a guest. Every method here is a call: errors go to who asked."""

import dataclasses
import hashlib
import time
import uuid
from dataclasses import dataclass
from urllib import parse

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import VmState
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.rpc import compute as rpc
from nova_lite.virt.driver import ConsoleTarget

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of console: the section of its options, the option with its URL, and how the token travels there."""

    section: str
    base_url: str
    in_path: bool = False


KINDS = {
    "novnc": Kind("vnc", "novncproxy_base_url", in_path=True),
    "spice-html5": Kind("spice", "html5proxy_base_url"),
    "spice-direct": Kind("spice", "spice_direct_proxy_base_url"),
    "serial": Kind("serial_console", "base_url"),
}
Info = dict[str, object]


class ConsoleEndpoint:
    """Answers questions about consoles."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_console_output(self, context: RequestContext, instance: Instance, tail_length: int | None) -> str:
        """The last `tail_length` lines of the console log (None or negative: all of it).

        Raises InstanceNotFound, ConsoleNotAvailable.
        """
        text = self._host.driver.get_console_output(context, instance).decode("utf-8", "replace")
        return tail(text, tail_length)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_vnc_console(self, context: RequestContext, instance: Instance, console_type: str) -> Info:
        """Authorise one connection to the guest's screen, for [consoleauth]token_ttl seconds.

        Raises ConsoleTypeUnavailable, ConsoleNotAvailable, InstanceNotFound, InstanceNotReady before there is a guest.
        """
        return self._authorised(context, instance, "vnc", console_type)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_spice_console(self, context: RequestContext, instance: Instance, console_type: str) -> Info:
        """The same for SPICE."""
        return self._authorised(context, instance, "spice", console_type)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def get_serial_console(self, context: RequestContext, instance: Instance, console_type: str) -> Info:
        """The same for the first serial port."""
        return self._authorised(context, instance, "serial_console", console_type)

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def validate_console_port(self, context: RequestContext, instance: Instance, port: int, console_type: str) -> bool:
        """True while the guest's console of that type still listens on that port. Raises InstanceNotFound."""
        if console_type not in KINDS:
            return False
        target = self._target(context, instance, KINDS[console_type].section)
        return str(port) in (str(target.port), str(target.tls_port))

    def _target(self, context: RequestContext, instance: Instance, section: str) -> ConsoleTarget:
        driver = self._host.driver
        ask = {
            "vnc": driver.get_vnc_console,
            "spice": driver.get_spice_console,
            "serial_console": driver.get_serial_console,
        }
        try:
            return ask[section](context, instance)
        except exception.InstanceNotFound as error:
            if instance.vm_state == VmState.BUILDING:
                raise exception.InstanceNotReady(instance_id=instance.uuid) from error
            raise

    def _authorised(self, context: RequestContext, instance: Instance, section: str, console_type: str) -> Info:
        kind = KINDS.get(console_type)
        if kind is None or kind.section != section or not CONF[section].enabled:
            raise exception.ConsoleTypeUnavailable(console_type=console_type)
        target = self._target(context, instance, section)
        token, base = str(uuid.uuid4()), str(CONF[section][kind.base_url])
        store.current().save_console_token(
            context,
            {
                "token_hash": hashlib.sha256(token.encode()).hexdigest(),
                "console_type": console_type,
                **dataclasses.asdict(target),
                "instance_uuid": instance.uuid,
                "expires": int(time.time()) + CONF.consoleauth.token_ttl,
                "access_url_base": base,
            },
        )
        LOG.info("Instance %s: a %s console is authorised", instance.uuid, console_type)
        return {"token": token, "access_url": access_url(base, token, kind.in_path), **dataclasses.asdict(target)}


def tail(text: str, lines: int | None) -> str:
    """The last lines of a text; all of it for None and negative numbers."""
    if lines is None or lines < 0:
        return text
    return "\n".join(text.split("\n")[-lines:]) if lines else ""


def access_url(base: str, token: str, in_path: bool = False) -> str:
    """The URL for the user; noVNC takes the token in its path parameter."""
    parts = parse.urlsplit(base)
    given = ("path", f"?token={token}") if in_path else ("token", token)
    return parse.urlunsplit(parts._replace(query=parse.urlencode([*parse.parse_qsl(parts.query), given])))
