# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of requests for another interface."""

import jsonschema
import pytest

from nova_lite.api.schemas import interfaces

NET = "6f9b2f60-6a4f-4f3d-8a58-0f5f6a0f5a01"


@pytest.mark.parametrize("version", ["2.1", "2.49"])
@pytest.mark.parametrize(
    ("body", "fine"),
    [
        ({}, True),
        ({"interfaceAttachment": {}}, True),
        ({"interfaceAttachment": {"net_id": NET, "fixed_ips": [{"ip_address": "10.0.0.1"}]}}, True),
        ({"interfaceAttachment": {"fixed_ips": []}}, False),
        ({"interfaceAttachment": {"fixed_ips": [{"ip_address": "10.0.0.1"}] * 2}}, False),
        ({"interfaceAttachment": {"mac": "x"}}, False),
        ({"other": {}}, False),
    ],
)
def test_bodies(version: str, body: dict[str, object], fine: bool) -> None:
    (schema,) = [found for since, _, found in interfaces.ATTACH if since == version]
    assert jsonschema.Draft202012Validator(schema).is_valid(body) is fine


def test_tags_came_later() -> None:
    body = {"interfaceAttachment": {"tag": "web"}}
    assert [jsonschema.Draft202012Validator(schema).is_valid(body) for _, _, schema in interfaces.ATTACH] == [
        False,
        True,
    ]
