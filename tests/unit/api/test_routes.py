# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The table as a whole: names that exist, ranges that do not overlap, paths that can be reached."""

import inspect
from itertools import combinations

from nova_lite import policies
from nova_lite.api import gone, images, versions
from nova_lite.api.dispatch import PROJECT_PREFIX
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES


def _key(row: Route) -> tuple[str, ...]:
    base = (row.method, row.path)
    return (*base, row.action) if row.path.endswith("/action") else base


def test_versions_exist_and_are_in_order() -> None:
    for row in ROUTES:
        first, last = versions.parse(row.since), versions.parse(row.until)
        assert (2, 1) <= first <= last <= versions.parse(versions.MAXIMUM), row


def test_ranges_of_one_route_do_not_overlap() -> None:
    for one, two in combinations(ROUTES, 2):
        if _key(one) == _key(two):
            apart = versions.parse(one.until) < versions.parse(two.since)
            apart_too = versions.parse(two.until) < versions.parse(one.since)
            assert apart or apart_too, f"{one.method} {one.path} {one.action}: {one.since} and {two.since}"


def test_policies_exist() -> None:
    known = {rule.name for rule in policies.list_rules()}
    assert {row.policy for row in ROUTES if row.policy is not None} <= known


def test_routes_without_policy_are_those_for_everybody() -> None:
    free = {(row.method, row.path) for row in ROUTES if row.policy is None and row not in gone.ROUTES}
    assert free <= {
        ("GET", "/"),
        ("GET", "/versions/{id}"),
        ("GET", "/flavors"),
        ("GET", "/flavors/detail"),
        ("GET", "/flavors/{id}"),
        ("GET", "/os-console-auth-tokens/{id}"),
        *((row.method, row.path) for row in images.ROUTES),
        ("POST", "/os-baremetal-nodes"),
        ("DELETE", "/os-baremetal-nodes/{id}"),
        ("POST", "/os-baremetal-nodes/{id}/action"),
    }


def test_fixed_words_come_before_ids() -> None:
    seen: set[tuple[str, str]] = set()
    for row in ROUTES:
        parent, _, last = row.path.rpartition("/")
        if not last.startswith("{"):
            assert (row.method, parent) not in seen, f"{row.path} is hidden behind {parent}/{{id}}"
        else:
            seen.add((row.method, parent))


def test_no_path_begins_with_what_may_be_a_project() -> None:
    assert [row.path for row in ROUTES if PROJECT_PREFIX.match(f"{row.path}/")] == []


def test_every_handler_has_a_docstring() -> None:
    assert [row.path for row in ROUTES if not row.handler.__doc__] == []


def test_routes_document_the_bodies_that_they_answer_with() -> None:
    """A handler that returns None answers without body; others have a schema, but for one that only has headers."""
    for row in ROUTES:
        returns = inspect.signature(row.handler).return_annotation
        bare = returns is None or (row.method, row.path) == ("PUT", "/servers/{server_id}/tags/{id}")
        assert (row.answer is None) == bare, f"{row.method} {row.path} {row.action}: answer={row.answer}"
