# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The versioned payloads, field by field."""

import datetime
from typing import Any

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.notifications import versioned
from nova_lite.objects.instance import Instance


def unfolded(payload: Any) -> Any:
    """The data of nested objects without their envelopes."""
    if isinstance(payload, dict):
        inner = payload.get("nova_object.data", payload)
        return {key: unfolded(value) for key, value in inner.items()}
    return [unfolded(one) for one in payload] if isinstance(payload, list) else payload


def test_action_payload(context: RequestContext, instance: Instance) -> None:
    payload = versioned.action_payload(context, instance)
    assert (payload["nova_object.name"], payload["nova_object.namespace"]) == ("InstanceActionPayload", "nova")
    data = unfolded(payload)
    expected = {
        "uuid": instance.uuid,
        "tenant_id": "project",
        "host_name": "web",
        "image_uuid": "image",
        "created_at": "2026-11-20T10:00:00Z",
        "terminated_at": None,
        "state": "active",
        "power_state": "running",
        "task_state": None,
        "auto_disk_config": "MANUAL",
        "locked": False,
        "locked_reason": None,
        "metadata": {"k": "v"},
        "request_id": context.request_id,
        "action_initiator_user": "user",
        "fault": None,
        "block_devices": [],
    }
    assert {key: data[key] for key in expected} == expected
    assert data["ip_addresses"] == [
        {
            "label": "private",
            "mac": "fa:16:3e:00:00:01",
            "meta": {},
            "port_uuid": "port",
            "version": 4,
            "address": "10.0.0.5",
            "device_name": "tapport",
        }
    ]
    assert (data["flavor"]["flavorid"], data["flavor"]["extra_specs"]) == ("1", {"a": "b"})


def test_create_payload_adds_what_only_a_new_server_has(context: RequestContext, instance: Instance) -> None:
    data = unfolded(versioned.create_payload(context, instance))
    assert (data["tags"], data["trusted_image_certificates"]) == (["t"], None)
    assert data["instance_name"] == instance.name
    assert [(one["name"], one["public_key"]) for one in data["keypairs"]] == [("key", "ssh-rsa AAAA")]


def test_fault_tells_where_it_was_raised(context: RequestContext, instance: Instance) -> None:
    try:
        raise exception.NoValidHost(reason="all full")
    except exception.NoValidHost as error:
        data = unfolded(versioned.action_payload(context, instance, error))
    fault = data["fault"]
    assert (fault["exception"], fault["module_name"]) == ("NoValidHost", "nova_lite.exception")
    assert fault["function_name"] == "test_fault_tells_where_it_was_raised"
    assert "all full" in fault["exception_message"]


def test_audit_period_begins_with_the_month() -> None:
    now = datetime.datetime(2026, 11, 21, 3, 4, 5)
    assert versioned.audit_period(now) == (datetime.datetime(2026, 11, 1), now)


def test_server_that_has_nothing_yet(context: RequestContext) -> None:
    data = unfolded(versioned.create_payload(context, Instance(id=1, uuid="u")))
    assert (data["flavor"], data["keypairs"], data["ip_addresses"], data["power_state"]) == (None, [], [], "pending")
