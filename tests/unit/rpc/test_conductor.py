# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The conductor client and the store over RPC."""

import inspect
from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.objects.store import Store
from nova_lite.rpc import conductor
from nova_lite.rpc.transport import Kind

CONTEXT = RequestContext()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []

    def send(context: RequestContext, topic: str, method: Any, **arguments: Any) -> Any:
        found.append((method.name, arguments))
        return {"service": "nova-conductor"}

    monkeypatch.setattr(conductor, "send", send)
    return found


def test_tasks_go_to_their_namespace(sent: list[tuple[str, dict[str, Any]]]) -> None:
    conductor.schedule_and_build_instances(CONTEXT, [], None, None, None)  # type: ignore[arg-type]
    conductor.build_instances(CONTEXT, None, None, None, [], "why", None)  # type: ignore[arg-type]
    conductor.resume_operations(CONTEXT, "host1")
    conductor.cache_images(CONTEXT, 1, ["host1"], ["image"])
    assert [name for name, _ in sent] == list(conductor.TASKS)
    assert {arguments["namespace"] for _, arguments in sent} == {"compute_task"}


def test_ping(sent: list[tuple[str, dict[str, Any]]]) -> None:
    assert conductor.ping(CONTEXT, "hi") == {"service": "nova-conductor"}
    assert sent[0][1]["namespace"] == "baseapi"


def test_the_remote_store_has_exactly_the_protocol(sent: list[tuple[str, dict[str, Any]]]) -> None:
    remote = conductor.RemoteStore()
    remote.get_instance(CONTEXT, "u", read_deleted=True)
    assert sent == [("get_instance", {"arguments": ["u"], "options": {"read_deleted": True}})]
    with pytest.raises(AttributeError):
        _ = remote.drop_everything
    protocol = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert set(conductor.STORE_METHODS) == protocol


def test_signs_of_life_are_brief() -> None:
    """A lost one must not keep the next one back until a whole rpc_response_timeout is over."""
    brief = {name for name, method in conductor.STORE_METHODS.items() if method.kind is Kind.BRIEF_CALL}
    assert brief == {"report_service", "renew_operations"}


def test_only_methods_that_exist_have_a_kind_of_their_own() -> None:
    assert set(conductor.KINDS) <= set(conductor.STORE_METHODS)
