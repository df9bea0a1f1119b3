# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Request contexts."""

from nova_lite.context import RequestContext, get_admin_context


def test_elevated_adds_rights_to_a_copy() -> None:
    context = RequestContext(user_id="u", roles=["member"])
    admin = context.elevated(read_deleted="yes")
    assert (admin.is_admin, admin.roles, admin.read_deleted) == (True, ["member", "admin"], "yes")
    assert (context.is_admin, context.roles, context.read_deleted) == (False, ["member"], "no")
    assert admin.request_id == context.request_id


def test_admin_context_has_no_user() -> None:
    context = get_admin_context()
    assert context.is_admin and context.user_id is None
    assert context.request_id.startswith("req-")


def test_round_trip_ignores_unknown_keys() -> None:
    values = RequestContext(user_id="u", remote_address="10.0.0.1").to_dict()
    back = RequestContext.from_dict({**values, "of_a_newer_sender": 1})
    assert (back.user_id, back.remote_address) == ("u", "10.0.0.1")
