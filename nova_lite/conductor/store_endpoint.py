# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Store protocol as an RPC endpoint: every method of the protocol, nothing else."""

from collections.abc import Callable
from typing import Any

import oslo_messaging as messaging

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.rpc.conductor import STORE_METHODS, VERSION


class StoreEndpoint:
    """Serves rpc.conductor.RemoteStore; our own errors travel to the caller without a traceback here."""

    target = messaging.Target(version=VERSION)


def _serve(name: str) -> Callable[..., Any]:
    @messaging.expose
    @messaging.expected_exceptions(exception.NovaException)
    def method(endpoint: StoreEndpoint, context: RequestContext, arguments: list[Any], options: dict[str, Any]) -> Any:
        return getattr(store.current(), name)(context, *arguments, **options)

    return method


for _name in STORE_METHODS:
    setattr(StoreEndpoint, _name, _serve(_name))
