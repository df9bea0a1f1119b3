# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The store as an endpoint."""

from typing import Any

import oslo_messaging as messaging
import pytest

from nova_lite import exception
from nova_lite.conductor.store_endpoint import StoreEndpoint
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.rpc.conductor import STORE_METHODS


class Recorder:
    """Answers every method with its name."""

    def __getattr__(self, name: str) -> Any:
        def method(context: RequestContext, *arguments: Any, **options: Any) -> Any:
            if name == "get_instance":
                raise exception.InstanceNotFound(instance_id=arguments[0])
            return (name, arguments, options)

        return method


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "current", Recorder)


def test_every_method_of_the_protocol_is_served() -> None:
    endpoint: Any = StoreEndpoint()
    for name in STORE_METHODS:
        if name != "get_instance":
            assert getattr(endpoint, name)(RequestContext(), ["a"], {"b": 1}) == (name, ("a",), {"b": 1})


def test_our_errors_are_expected() -> None:
    endpoint: Any = StoreEndpoint()
    with pytest.raises(messaging.ExpectedException):
        endpoint.get_instance(RequestContext(), ["u"], {})
