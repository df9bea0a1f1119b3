# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Scheduling requests by server."""

from oslo_utils import uuidutils

from nova_lite.db.api import request_specs
from nova_lite.db.session import Session


def test_specs_are_written_changed_and_removed(api_session: Session) -> None:
    first, second = uuidutils.generate_uuid(), uuidutils.generate_uuid()
    request_specs.create(api_session, [{"instance_uuid": first, "spec": "x" * 100_000}])
    request_specs.create(api_session, [{"instance_uuid": second, "spec": "{}"}])
    request_specs.create(api_session, [])
    assert request_specs.find(api_session, first) == "x" * 100_000
    request_specs.save(api_session, first, "new")
    assert request_specs.of(api_session, [first, second]) == {first: "new", second: "{}"}
    assert request_specs.of(api_session, []) == {}
    request_specs.destroy(api_session, first)
    assert request_specs.find(api_session, first) is None
