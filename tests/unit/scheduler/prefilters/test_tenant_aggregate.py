# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter tenant_aggregate."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.scheduler.prefilters import tenant_aggregate
from tests.unit.scheduler.builders import a_spec, an_aggregate, around


def test_a_project_is_kept_on_its_aggregates() -> None:
    CONF.set_override("limit_tenants_to_placement_aggregate", True, "scheduler")
    CONF.set_override("placement_aggregate_required_for_tenants", True, "scheduler")
    try:
        spec = a_spec()
        tenant_aggregate.apply(spec, around([an_aggregate("a", {"filter_tenant_id_1": "project"})]))
        assert spec.member_of == [["a"]]
        with pytest.raises(exception.NoValidHost, match="No hosts available for tenant"):
            tenant_aggregate.apply(a_spec(), around([]))
    finally:
        CONF.clear_override("limit_tenants_to_placement_aggregate", "scheduler")
        CONF.clear_override("placement_aggregate_required_for_tenants", "scheduler")


def test_nothing_happens_by_default() -> None:
    spec = a_spec()
    tenant_aggregate.apply(spec, around([an_aggregate("a", {"filter_tenant_id": "project"})]))
    assert spec.member_of == []
