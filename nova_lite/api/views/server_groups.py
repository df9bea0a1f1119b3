# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups as the API shows them."""

from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View, always

_POLICY = answers.word("affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity")
_RULES = answers.record({"max_server_per_host": answers.INTEGER}, optional=("max_server_per_host",))

# Called with a group and its members, servers that still exist.
full = View(
    "ServerGroup",
    Field("id", answers.UUID, lambda req, group, members: group.row.uuid),
    Field("name", answers.TEXT, lambda req, group, members: group.row.name),
    Field("members", answers.listed(answers.UUID), lambda req, group, members: members),
    Field(
        "policies",
        answers.listed(_POLICY),
        lambda req, group, members: [group.policy] if group.policy else [],
        until="2.63",
    ),
    Field("metadata", answers.NOTHING, always({}), until="2.63"),
    Field("policy", _POLICY, lambda req, group, members: group.policy, "2.64"),
    Field("rules", _RULES, lambda req, group, members: group.rules, "2.64"),
    Field("project_id", answers.TEXT_OR_NULL, lambda req, group, members: group.row.project_id, "2.13"),
    Field("user_id", answers.TEXT_OR_NULL, lambda req, group, members: group.row.user_id, "2.13"),
)
