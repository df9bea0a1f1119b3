# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a console token allows: found by its hash in the cells, and confirmed by the compute host."""

from dataclasses import dataclass

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.operations import console_tokens, find
from nova_lite.rpc import compute as rpc_compute

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Authorisation:
    """Where the proxy may connect for a token, and until when (seconds since 1970).

    base_url: the console URL that was handed out.
    """

    instance_uuid: str
    console_type: str
    host: str
    port: int
    internal_access_path: str | None
    base_url: str
    expires: float


def validate(token: str) -> Authorisation:
    """The authorisation of a live token; raises InvalidToken."""
    cell_context, row = console_tokens.find(get_admin_context(), token)
    found = Authorisation(
        instance_uuid=row.instance_uuid,
        console_type=row.console_type,
        host=row.host,
        port=int(row.port),
        internal_access_path=row.internal_access_path,
        base_url=row.access_url_base or "",
        expires=row.expires,
    )
    _confirm(cell_context, found)
    return found


def _confirm(context: RequestContext, found: Authorisation) -> None:
    """Ask the compute host whether the guest still listens on that port: ports are used again by other guests."""
    _, instance = find.instance(context, found.instance_uuid)
    if not rpc_compute.validate_console_port(context, instance, found.port, found.console_type):
        LOG.warning("Console token of server %s names a port that it no longer uses", found.instance_uuid)
        raise exception.InvalidToken()
