# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses for clients of old API versions. Neutron owns them; nothing is recorded here."""

from oslo_log import log as logging
from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.network import floating
from nova_lite.network.floating import FloatingAddress

LOG = logging.getLogger(__name__)


def pools(context: RequestContext) -> list[str]:
    """Names of the pools."""
    return floating.pools(context)


def listed(context: RequestContext) -> list[FloatingAddress]:
    """The addresses of the caller's project."""
    return floating.listed(context, str(context.project_id))


def get(context: RequestContext, floating_id: str) -> FloatingAddress:
    """One address; raises InvalidInput, NotFound."""
    if not uuidutils.is_uuid_like(floating_id):
        raise exception.InvalidInput(reason=f"Invalid ID received {floating_id}.")
    return floating.show(context, floating_id)


def create(context: RequestContext, pool: str | None) -> FloatingAddress:
    """An address from a pool, else from [neutron]default_floating_pool.

    Raises NotFound for an unknown or empty pool, OverQuota, InvalidInput.
    """
    made = floating.create(context, pool or CONF.neutron.default_floating_pool)
    LOG.info("Floating IP %s of project %s is taken from pool %s", made.record.id, context.project_id, made.pool)
    return made


def delete(context: RequestContext, floating_id: str) -> None:
    """Give an address back; the server that has it loses it. Raises InvalidInput, NotFound, Forbidden, Conflict."""
    found = get(context, floating_id)
    floating.delete(context, floating_id)
    LOG.info("Floating IP %s is given back to pool %s", floating_id, found.pool)
