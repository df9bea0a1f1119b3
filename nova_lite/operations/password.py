# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The password slot of a server: set once by the guest, read and cleared through the Compute API."""

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.objects.instance import Instance
from nova_lite.operations.find import Server

LOG = logging.getLogger(__name__)

CHUNKS, CHUNK_SIZE = 4, 255
LIMIT = CHUNKS * CHUNK_SIZE


def get(instance: Instance) -> str:
    """The stored text, empty when none was set."""
    return "".join(instance.system_metadata.get(f"password_{index}") or "" for index in range(CHUNKS))


def store(context: RequestContext, instance: Instance, text: str) -> None:
    """Store up to 1,020 characters in pieces; raises Conflict when one is set already, Invalid when too long."""
    if len(text) > LIMIT:
        raise exception.Invalid("Request is too large.")
    if get(instance):
        raise exception.Conflict("A password is set already.")
    pieces = {f"password_{index}": text[index * CHUNK_SIZE : (index + 1) * CHUNK_SIZE] for index in range(CHUNKS)}
    instance.system_metadata = {**instance.system_metadata, **pieces}
    instance.save(context)


def clear(server: Server) -> None:
    """Forget the stored text."""
    instance = server.instance
    kept = {key: value for key, value in instance.system_metadata.items() if not key.startswith("password_")}
    instance.system_metadata = kept
    instance.save(server.context)
    LOG.info("Server %s: its password is cleared", instance.uuid)
