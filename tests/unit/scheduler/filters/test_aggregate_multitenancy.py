# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateMultiTenancyIsolation."""

import pytest

from nova_lite.scheduler.filters.aggregate_multitenancy import AggregateMultiTenancyIsolation
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("metadata", "passes"),
    [
        ({}, True),
        ({"rack": "x"}, True),
        ({"filter_tenant_id": "project"}, True),
        ({"filter_tenant_id": "other", "filter_tenant_id_2": "third, project"}, True),
        ({"filter_tenant_id": "other"}, False),
    ],
)
def test_projects(metadata: dict[str, str], passes: bool) -> None:
    assert (AggregateMultiTenancyIsolation().rejects(a_host(metadata=metadata), a_spec()) is None) is passes
