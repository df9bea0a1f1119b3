# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One row of the route table. The rows themselves live in the resource modules; routes.py gathers them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nova_lite.api import versions
from nova_lite.api.request import ApiRequest
from nova_lite.api.validation import Query

Handler = Callable[[ApiRequest], Any]
Target = Callable[[ApiRequest], Any]
PolicyTarget = Callable[[ApiRequest], Mapping[str, Any]]


def own_project(req: ApiRequest) -> dict[str, Any]:
    """Policy target of things that belong to the caller's own project; the default."""
    return {"project_id": req.context.project_id, "user_id": req.context.user_id}


def nothing(req: ApiRequest) -> dict[str, Any]:
    """Policy target of infrastructure (hosts, flavors ...): only role checks can pass."""
    return {}


def loaded(req: ApiRequest) -> dict[str, Any]:
    """Policy target taken from the object that the row's target loaded."""
    return {"project_id": req.target.project_id, "user_id": getattr(req.target, "user_id", None)}


@dataclass(frozen=True, slots=True)
class Route:
    """Method and path, within a range of microversions, to a handler.

    path: relative to /v2.1, ids in braces. For paths that end in /action, `action` is the single key of the body;
    elsewhere it is just a name for people.
    handler(req): returns a dict (JSON), None (no body) or a whole webob.Response.
    policy: rule checked before the handler; None where any valid token will do.
    target(req): loads the object the request is about and returns it as req.target, after the schemas were checked
    and before the policy; raises NotFound.
    policy_target(req): attributes the rule is judged on; by default those of the loaded object if the row has
    `target`, else the caller's own project.
    body: JSON schema of the body; None leaves the body unchecked. query: what the query string may hold; None drops it.
    answer: JSON schema of the body of success, in which views may stand for their schemas; None for no body.
    ok: status of success. errors: codes that differ from nova_lite.api.errors for this row, by exception class.
    """

    method: str
    path: str
    action: str
    handler: Handler
    policy: str | None = None
    target: Target | None = None
    body: Mapping[str, Any] | None = None
    query: Query | None = None
    answer: Any = None
    since: str = versions.MINIMUM
    until: str = versions.MAXIMUM
    ok: int = 200
    errors: Mapping[type[Exception], int] = field(default_factory=dict)
    policy_target: PolicyTarget | None = None

    def serves(self, version: tuple[int, int]) -> bool:
        """True if the row holds at that microversion."""
        return versions.parse(self.since) <= version <= versions.parse(self.until)

    def judged_on(self, req: ApiRequest) -> Mapping[str, Any]:
        """Attributes for the policy check."""
        if self.policy_target is not None:
            return self.policy_target(req)
        return loaded(req) if self.target is not None else own_project(req)
