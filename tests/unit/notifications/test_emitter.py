# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Formats, publishers, levels; and silence, which must cost nothing."""

from typing import Any

import pytest
from oslo_config import fixture as config_fixture

from nova_lite.context import RequestContext
from nova_lite.notifications.emitter import EMITTER, Message, Source
from tests.unit.notifications.conftest import Sent

SOURCE = Source("nova-compute", "host1")


def must_not_run() -> dict[str, Any]:
    raise AssertionError("a payload was built for nobody")


def message(**values: Any) -> Message:
    return Message(
        **{
            "versioned_type": "instance.x",
            "versioned_payload": lambda: {"new": 1},
            "legacy_type": "compute.instance.x",
            "legacy_payload": lambda: {"old": 1},
            **values,
        }
    )


@pytest.mark.parametrize("drivers", [[], ["noop"], [""]])
def test_without_driver_no_payload_is_built(
    options: config_fixture.Config, context: RequestContext, drivers: list[str]
) -> None:
    options.config(driver=drivers, group="oslo_messaging_notifications")
    EMITTER.reset()
    assert EMITTER.is_silent()
    EMITTER.emit(context, SOURCE, message(versioned_payload=must_not_run, legacy_payload=must_not_run))


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        ("both", ["compute.instance.x", "instance.x"]),
        ("unversioned", ["compute.instance.x"]),
        ("versioned", ["instance.x"]),
    ],
)
def test_formats(
    sent: Sent, options: config_fixture.Config, context: RequestContext, wanted: str, types: list[str]
) -> None:
    options.config(notification_format=wanted, group="notifications")
    EMITTER.emit(context, SOURCE, message())
    assert [row[1]["event_type"] for row in sent] == types


def test_publishers_and_payloads(sent: Sent, context: RequestContext) -> None:
    EMITTER.emit(context, SOURCE, message())
    assert [(row[1]["publisher_id"], row[1]["payload"]) for row in sent] == [
        ("compute.host1", {"old": 1}),
        ("nova-compute:host1", {"new": 1}),
    ]


def test_levels(sent: Sent, options: config_fixture.Config, context: RequestContext) -> None:
    options.config(default_level="WARN", group="notifications")
    EMITTER.emit(context, SOURCE, message())
    EMITTER.emit(context, SOURCE, message(is_error=True))
    assert [row[1]["priority"] for row in sent] == ["WARN", "INFO", "ERROR", "ERROR"]


def test_event_without_name_in_a_format(sent: Sent, context: RequestContext) -> None:
    EMITTER.emit(context, SOURCE, message(legacy_type=None, legacy_payload=must_not_run))
    EMITTER.emit(context, SOURCE, message(versioned_type=None, versioned_payload=must_not_run))
    assert [row[1]["event_type"] for row in sent] == ["instance.x", "compute.instance.x"]


def test_tokens_stay_at_home(sent: Sent, context: RequestContext) -> None:
    EMITTER.emit(context, SOURCE, message())
    assert "secret-token" not in str(sent)
