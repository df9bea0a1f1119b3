# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-policy: says what the policy in force allows to given credentials. It changes nothing and opens no database."""

import argparse
import os
import sys
from collections.abc import Mapping
from typing import Any

from oslo_config import cfg
from oslo_policy import policy as oslo_policy

from nova_lite import conf, policies, policy
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

NOTHING_ALLOWED = "No rules matched or allowed"
NO_ROLES = "No --os-roles and no $OS_ROLES: this is what a token without roles may do."

_CREDENTIALS = [
    cfg.ListOpt(
        "os-roles",
        default=os.environ.get("OS_ROLES", "").split(",") if os.environ.get("OS_ROLES") else [],
        sample_default="$OS_ROLES",
        help="Roles of the caller; $OS_ROLES when absent.",
    ),
    cfg.StrOpt(
        "os-user-id",
        default=os.environ.get("OS_USER_ID"),
        sample_default="$OS_USER_ID",
        help="The caller; $OS_USER_ID when absent.",
    ),
    cfg.StrOpt(
        "os-tenant-id",
        default=os.environ.get("OS_TENANT_ID") or os.environ.get("OS_PROJECT_ID"),
        sample_default="$OS_PROJECT_ID",
        help="The caller's project; $OS_PROJECT_ID when absent.",
    ),
]


def rules_named(part: str | None) -> list[str]:
    """Names of the rules that guard the API and contain `part`; all of them for None."""
    names = (rule.name for rule in policies.list_rules() if isinstance(rule, oslo_policy.DocumentedRuleDefault))
    return sorted(name for name in names if part is None or part in name)


def check(context: RequestContext, part: str | None, target: Mapping[str, str]) -> int:
    """Print the rules that let the caller act on `target` (on its own things when empty); 1 if there is none."""
    passing = [name for name in rules_named(part) if policy.authorize(context, name, target or None, do_raise=False)]
    print("\n".join(passing) if passing else NOTHING_ALLOWED)
    return 0 if passing else 1


def show_list(part: str | None) -> int:
    """Print each rule with what it demands by default; 1 if none has that name."""
    wanted = set(rules_named(part))
    for rule in sorted(policies.list_rules(), key=lambda one: str(one.name)):
        if rule.name in wanted:
            print(f"{rule.name}: {rule.check_str}")
    return 0 if wanted else 1


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form key=value")
    return key, value


def _add_commands(categories: Any) -> None:
    actions = categories.add_parser("policy", help="the rules in force").add_subparsers(dest="action", required=True)
    for name, text in (("check", "which rules these credentials pass"), ("list", "rules and their defaults")):
        parser = actions.add_parser(name, help=text)
        parser.add_argument("--api-name", help="only rules whose name contains this text")
        if name == "check":
            parser.add_argument(
                "--target",
                nargs="+",
                type=_pair,
                default=[],
                metavar="KEY=VALUE",
                help="attributes of what is acted on, such as project_id=...; the caller's own when absent",
            )


def main() -> None:
    """Entry point of the console script."""
    CONF.register_cli_opts(_CREDENTIALS)
    CONF.register_cli_opt(cfg.SubCommandOpt("category", title="Commands", handler=_add_commands))
    conf.parse_args(sys.argv)
    if CONF.category.action == "list":
        sys.exit(show_list(CONF.category.api_name))
    if not CONF.os_roles:
        print(NO_ROLES, file=sys.stderr)
    context = RequestContext(user_id=CONF.os_user_id, project_id=CONF.os_tenant_id, roles=CONF.os_roles)
    sys.exit(check(context, CONF.category.api_name, dict(CONF.category.target)))
