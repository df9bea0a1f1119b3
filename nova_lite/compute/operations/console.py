# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and console connections of a guest. Every method here is a call: errors go to who asked."""

import hashlib
import time
import uuid
from urllib import parse

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

NOVNC = "novnc"


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
    def get_vnc_console(self, context: RequestContext, instance: Instance, console_type: str) -> dict[str, object]:
        """Authorise one connection to the guest's screen, for [consoleauth]token_ttl seconds.

        Raises ConsoleTypeUnavailable, InstanceNotFound.
        """
        if not CONF.vnc.enabled or console_type != NOVNC:
            raise exception.ConsoleTypeUnavailable(console_type=console_type)
        target = self._host.driver.get_vnc_console(context, instance)
        token = str(uuid.uuid4())
        store.current().save_console_token(
            context,
            {
                "token_hash": hashlib.sha256(token.encode()).hexdigest(),
                "console_type": console_type,
                "host": target.host,
                "port": target.port,
                "internal_access_path": target.internal_access_path,
                "instance_uuid": instance.uuid,
                "expires": int(time.time()) + CONF.consoleauth.token_ttl,
                "access_url_base": CONF.vnc.novncproxy_base_url,
            },
        )
        LOG.info("Instance %s: a %s console is authorised", instance.uuid, console_type)
        return {
            "token": token,
            "access_url": access_url(CONF.vnc.novncproxy_base_url, token),
            "host": target.host,
            "port": target.port,
            "internal_access_path": target.internal_access_path,
        }

    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def validate_console_port(self, context: RequestContext, instance: Instance, port: int, console_type: str) -> bool:
        """True while the guest's console of that type still listens on that port. Raises InstanceNotFound."""
        if console_type != NOVNC:
            return False
        return str(self._host.driver.get_vnc_console(context, instance).port) == str(port)


def tail(text: str, lines: int | None) -> str:
    """The last lines of a text; all of it for None and negative numbers."""
    if lines is None or lines < 0:
        return text
    return "\n".join(text.split("\n")[-lines:]) if lines else ""


def access_url(base: str, token: str) -> str:
    """The URL for the user's browser; the token travels in noVNC's path parameter."""
    parts = parse.urlsplit(base)
    query = [*parse.parse_qsl(parts.query), ("path", f"?token={token}")]
    return parse.urlunsplit(parts._replace(query=parse.urlencode(query)))
