# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rules that all others are built on, and the shorthand for writing rows."""

import re

from oslo_policy import policy as oslo_policy

ADMIN = "rule:context_is_admin"
MANAGER = "rule:project_manager_or_admin"
MEMBER = "rule:project_member_or_admin"
READER = "rule:project_reader_or_admin"
SERVICE = "rule:service_or_admin"
ADMIN_OR_USER = "(rule:context_is_admin) or user_id:%(user_id)s"
ANY = "@"
NOBODY = "!"

# Defaults of older releases, which count only with [oslo_policy]enforce_new_defaults off.
ADMIN_OR_OWNER = "rule:admin_or_owner"
ADMIN_API = "rule:admin_api"

_REASON = "Since 21.0.0 each operation has a rule of its own, by project roles."
_SINCE = "21.0.0"
_OPERATION = re.compile(r"(GET|POST|PUT|DELETE) (.+)")


def rule(
    name: str, check: str, description: str, *operations: str, replaces: tuple[str, str] | None = None
) -> oslo_policy.DocumentedRuleDefault:
    """One row: name, default, what it allows, the requests ("GET /servers") and the older rule with its default."""
    found = [match for match in map(_OPERATION.fullmatch, operations) if match is not None]
    deprecated = None
    if replaces is not None:
        deprecated = oslo_policy.DeprecatedRule(
            replaces[0], replaces[1], deprecated_reason=_REASON, deprecated_since=_SINCE
        )
    return oslo_policy.DocumentedRuleDefault(
        name=name,
        check_str=check,
        description=f"{description}.",
        operations=[{"method": match.group(1), "path": match.group(2)} for match in found],
        scope_types=["project"],
        deprecated_rule=deprecated,
    )


def _base(name: str, check: str, description: str) -> oslo_policy.RuleDefault:
    return oslo_policy.RuleDefault(name, check, f"{description}.")


RULES = (
    _base("context_is_admin", "role:admin", "Who counts as administrator"),
    _base("admin_or_owner", "is_admin:True or project_id:%(project_id)s", "Legacy: administrator or same project"),
    _base("admin_api", "is_admin:True", "Legacy: administrator"),
    _base("project_manager_api", "role:manager and project_id:%(project_id)s", "Manager of the project"),
    _base("project_member_api", "role:member and project_id:%(project_id)s", "Member of the project"),
    _base("project_reader_api", "role:reader and project_id:%(project_id)s", "Reader in the project"),
    _base("service_api", "role:service", "Another service of the cloud"),
    _base("project_manager_or_admin", "rule:project_manager_api or rule:context_is_admin", "Manager or administrator"),
    _base("project_member_or_admin", "rule:project_member_api or rule:context_is_admin", "Member or administrator"),
    _base("project_reader_or_admin", "rule:project_reader_api or rule:context_is_admin", "Reader or administrator"),
    _base("service_or_admin", "rule:service_api or rule:context_is_admin", "Other service or administrator"),
)
