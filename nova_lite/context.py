# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks, on whose behalf, under which request id, and in which cell.

A RequestContext travels through one daemon as an argument and between daemons inside the message. It knows nothing of
policy, databases or HTTP: nova_lite.policy judges it, nova_lite.cells binds it to a cell.
"""

import copy
from typing import Any, Self

from oslo_context import context as oslo_context
from oslo_utils import timeutils


class RequestContext(oslo_context.RequestContext):
    """The security context and identity of one request.

    `service_catalog` is the list of catalog entries of the token (only those services that we call).
    `cell_uuid`, `db_url` and `mq_url` are None for the cell of this process's own configuration.
    """

    def __init__(
        self,
        *,
        service_catalog: list[dict[str, Any]] | None = None,
        remote_address: str | None = None,
        timestamp: str | None = None,
        read_deleted: str = "no",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.service_catalog = service_catalog or []
        self.remote_address = remote_address
        self.timestamp = timestamp or timeutils.utcnow().isoformat()
        self.read_deleted = read_deleted
        self.cell_uuid: str | None = None
        self.db_url: str | None = None
        self.mq_url: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Primitive form for the message bus; from_dict() reads it back."""
        values: dict[str, Any] = super().to_dict()
        values.update(
            service_catalog=self.service_catalog,
            remote_address=self.remote_address,
            timestamp=self.timestamp,
            read_deleted=self.read_deleted,
        )
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any], **kwargs: Any) -> Self:
        """Rebuild a context from to_dict(); keys of newer senders are ignored."""
        extra = {key: values.get(key) for key in ("service_catalog", "remote_address", "timestamp")}
        extra["read_deleted"] = values.get("read_deleted") or "no"
        context: Self = super().from_dict(values, **extra, **kwargs)
        return context

    def elevated(self, read_deleted: str | None = None) -> Self:
        """A copy with administrator rights, for work the service does on its own account."""
        context = copy.copy(self)
        context.is_admin = True
        context.roles = [*self.roles, *(role for role in ("admin",) if role not in self.roles)]
        if read_deleted is not None:
            context.read_deleted = read_deleted
        return context


def get_admin_context(read_deleted: str = "no") -> RequestContext:
    """A context of no user with administrator rights, for periodic and start-up work."""
    return RequestContext(is_admin=True, roles=["admin"], read_deleted=read_deleted, overwrite=False)
