# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-instance_usage_audit_log: how far the usage audit has come."""

import datetime
import urllib.parse
from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import instance_usage_audit_log as schemas
from nova_lite.db.main.task_log import DONE, RUNNING
from nova_lite.operations import usage_audit
from nova_lite.operations.usage_audit import Audit

_RULE = "os_compute_api:os-instance-usage-audit-log:"
_FORMAT = "%Y-%m-%d %H:%M:%S"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-instance_usage_audit_log: the last completed period."""
    return {"instance_usage_audit_logs": _shown(usage_audit.of(req.context, None))}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-instance_usage_audit_log/{id}: the last period before a moment."""
    return {"instance_usage_audit_log": _shown(usage_audit.of(req.context, _moment(req.params["id"])))}


def _moment(text: str) -> datetime.datetime:
    plain = urllib.parse.unquote(text)
    try:
        return datetime.datetime.strptime(plain, f"{_FORMAT}.%f" if "." in plain else _FORMAT)
    except ValueError as error:
        raise exception.Invalid(f"Invalid timestamp for date {text}") from error


def _shown(audit: Audit) -> dict[str, Any]:
    begin, end = audit.period
    done, errors = audit.hosts_in(DONE), sum(run.errors or 0 for run in audit.runs)
    share = "ALL" if done == len(audit.hosts) else f"{done} of {len(audit.hosts)}"
    return {
        "period_beginning": begin.strftime(_FORMAT),
        "period_ending": end.strftime(_FORMAT),
        "num_hosts": len(audit.hosts),
        "num_hosts_done": done,
        "num_hosts_running": audit.hosts_in(RUNNING),
        "num_hosts_not_run": len(audit.hosts_not_run),
        "hosts_not_run": audit.hosts_not_run,
        "total_instances": sum(run.task_items or 0 for run in audit.runs),
        "total_errors": errors,
        "overall_status": f"{share} hosts done. {errors} errors.",
        "log": {
            run.host: {
                "state": run.state,
                "instances": run.task_items,
                "errors": run.errors,
                "message": run.message,
            }
            for run in audit.runs
        },
    }


_PATH = "/os-instance_usage_audit_log"


def _row(path: str, action: str, handler: Any, rule: str, answer: answers.Schema) -> Route:
    return Route("GET", path, action, handler, _RULE + rule, query=queries.NONE, answer=answer, policy_target=nothing)


ROUTES = (
    _row(_PATH, "index", index, "list", schemas.LAST),
    _row(f"{_PATH}/{{id}}", "show", show, "show", schemas.BEFORE),
)
