# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Asks oslo.policy whether a caller may do something. Rules and their defaults are in nova_lite.policies.

The enforcer reads [oslo_policy]policy_file and notices changes of it, for which it looks once a second. What it said of
a rule, a caller and a target is remembered until the rules change. This module never loads objects: callers say what
the rule is judged on.
"""

import functools
import time
from collections.abc import Mapping
from typing import Any

from oslo_log import log as logging
from oslo_policy import policy as oslo_policy

from nova_lite import exception, policies
from nova_lite.conf import CONF
from nova_lite.context import RequestContext

LOG = logging.getLogger(__name__)

BUILT_IN = oslo_policy.RuleCheck.__module__
KEPT = 20_000
LOOK_S = 1.0


class Enforcer(oslo_policy.Enforcer):
    """Knows whether its answers hold until its rules change, and counts changes.

    generation: a number that stands for the rules. asks_others: a rule asks another service, whose answer may change.
    """

    generation = 0
    asks_others = False
    _look_at = 0.0

    def set_rules(self, *args: Any, **options: Any) -> None:
        """As the library calls it for each file that it reads."""
        super().set_rules(*args, **options)
        self.generation += 1

    def load_rules(self, force_reload: bool = False) -> None:
        """Read what has changed; what was decided meanwhile, on half of the rules, is not kept."""
        before = self.generation
        super().load_rules(force_reload)
        if self.generation != before or not self.generation:
            self.asks_others = not all(_self_contained(check) for check in self.rules.values())
            self.generation += 1

    def look(self) -> None:
        """Notice changes of the files, unless that was done a moment ago."""
        now = time.monotonic()
        if now >= self._look_at:
            self.load_rules()
            self._look_at = now + LOOK_S


def _self_contained(check: Any) -> bool:
    """True for a check, with all its parts, that looks at credentials, target and other rules only."""
    parts = [check.rule] if hasattr(check, "rule") else getattr(check, "rules", ())
    return type(check).__module__ == BUILT_IN and all(_self_contained(part) for part in parts)


_enforcers: list[Enforcer] = []


def get_enforcer() -> Enforcer:
    """The enforcer of this process, with all rules registered."""
    if not _enforcers:
        enforcer = Enforcer(CONF)
        enforcer.suppress_default_change_warnings = True
        enforcer.suppress_deprecation_warnings = True
        enforcer.register_defaults(policies.list_rules())
        enforcer.load_rules()
        _enforcers.append(enforcer)
    return _enforcers[0]


def reset() -> None:
    """Forget the enforcer and what it said; the next check reads the files anew."""
    _enforcers.clear()
    _decide.cache_clear()


def authorize(
    context: RequestContext, rule: str, target: Mapping[str, Any] | None = None, do_raise: bool = True
) -> bool:
    """True if the caller may; else raises PolicyNotAuthorized, or returns False if `do_raise` is not set.

    Without `target` the rule is judged on the caller's own project and user.
    """
    if target is None:
        target = {"project_id": context.project_id, "user_id": context.user_id}
    passed = _judge(context, rule, target)
    if not passed and do_raise:
        LOG.debug("Policy check for %s failed", rule)
        raise exception.PolicyNotAuthorized(action=rule)
    return passed


def is_admin(context: RequestContext) -> bool:
    """What the rule context_is_admin says of the caller."""
    return _judge(context, "context_is_admin", None)


def _judge(context: RequestContext, rule: str, target: Mapping[str, Any] | None) -> bool:
    """What the rules say; without a target they are judged on the credentials."""
    enforcer = get_enforcer()
    enforcer.look()
    values = {**context.to_policy_values(), "is_admin": context.is_admin}
    who = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    what = who if target is None else tuple(target.items())
    decide = _decide.__wrapped__ if enforcer.asks_others else _decide
    return decide(enforcer.generation, rule, what, who)


@functools.lru_cache(maxsize=KEPT)
def _decide(generation: int, rule: str, target: tuple[Any, ...], credentials: tuple[Any, ...]) -> bool:
    return bool(get_enforcer().authorize(rule, dict(target), dict(credentials), do_raise=False))
