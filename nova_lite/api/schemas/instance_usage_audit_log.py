# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Answers about the usage audit."""

from nova_lite.api.schemas import answers

_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"}
_HOSTS = ("num_hosts", "num_hosts_done", "num_hosts_running", "num_hosts_not_run")
_RUN = {
    "state": answers.TEXT,
    "instances": answers.INTEGER_OR_NULL,
    "errors": answers.INTEGER_OR_NULL,
    "message": answers.TEXT_OR_NULL,
}
LOG = answers.record(
    {
        "period_beginning": _MOMENT,
        "period_ending": _MOMENT,
        **dict.fromkeys(_HOSTS, answers.COUNT),
        "hosts_not_run": answers.listed(answers.TEXT),
        "total_instances": answers.COUNT,
        "total_errors": answers.COUNT,
        "overall_status": answers.TEXT,
        "log": answers.keyed(answers.record(_RUN)),
    }
)
LAST = answers.one("instance_usage_audit_logs", LOG)
BEFORE = answers.one("instance_usage_audit_log", LOG)
