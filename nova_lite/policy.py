# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Asks oslo.policy whether a caller may do something. Rules and their defaults are in nova_lite.policies.

The enforcer reads [oslo_policy]policy_file and notices changes of it. This module never loads objects: callers say what
the rule is judged on.
"""

from collections.abc import Mapping
from typing import Any

from oslo_log import log as logging
from oslo_policy import policy as oslo_policy

from nova_lite import exception, policies
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

LOG = logging.getLogger(__name__)

_enforcers: list[oslo_policy.Enforcer] = []


def get_enforcer() -> oslo_policy.Enforcer:
    """The enforcer of this process, with all rules registered."""
    if not _enforcers:
        enforcer = oslo_policy.Enforcer(CONF)
        enforcer.suppress_default_change_warnings = True
        enforcer.suppress_deprecation_warnings = True
        enforcer.register_defaults(policies.list_rules())
        enforcer.load_rules()
        _enforcers.append(enforcer)
    return _enforcers[0]


def reset() -> None:
    """Forget the enforcer; the next check reads the files anew."""
    _enforcers.clear()


def authorize(
    context: RequestContext, rule: str, target: Mapping[str, Any] | None = None, do_raise: bool = True
) -> bool:
    """True if the caller may; else raises PolicyNotAuthorized, or returns False if `do_raise` is not set.

    Without `target` the rule is judged on the caller's own project and user.
    """
    if target is None:
        target = {"project_id": context.project_id, "user_id": context.user_id}
    try:
        passed = get_enforcer().authorize(rule, dict(target), _credentials(context), do_raise=do_raise)
    except (oslo_policy.PolicyNotAuthorized, oslo_policy.InvalidScope) as error:
        LOG.debug("Policy check for %s failed", rule)
        raise exception.PolicyNotAuthorized(action=rule) from error
    return bool(passed)


def is_admin(context: RequestContext) -> bool:
    """What the rule context_is_admin says of the caller."""
    credentials = _credentials(context)
    return bool(get_enforcer().authorize("context_is_admin", dict(credentials), credentials, do_raise=False))


def _credentials(context: RequestContext) -> dict[str, Any]:
    return {**context.to_policy_values(), "is_admin": context.is_admin}
