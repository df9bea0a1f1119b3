# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The part of the Store on databases that is about hosts rather than servers: usage audits, the service's own switch.

Never imported by nova-compute.
"""

import datetime

from nova_lite.context import RequestContext
from nova_lite.db.engine import Database, cell_database, retry_on_deadlock, retry_on_duplicate
from nova_lite.db.main import services, task_log, usage

AUDIT = "instance_usage_audit"
AUTO = "AUTO: "


class HostDatabase:
    """nova_lite.objects.store.HostStore on the database of the context's cell; each method is one transaction."""

    @staticmethod
    def _cell(context: RequestContext) -> Database:
        return cell_database(context.db_url)

    @retry_on_deadlock
    @retry_on_duplicate
    def begin_audit(self, context: RequestContext, host: str, begin: str, end: str) -> list[str] | None:
        """Note the begin; uuids of the servers that were on the host, None if the audit was begun before."""
        period = _period(begin, end)
        with self._cell(context).writer() as session:
            if task_log.find(session, AUDIT, host, period) is not None:
                return None
            uuids = usage.active_on_host(session, host, *period)
            task_log.begin(session, AUDIT, host, period, len(uuids))
        return uuids

    @retry_on_deadlock
    def end_audit(self, context: RequestContext, host: str, begin: str, end: str, errors: int, message: str) -> None:
        """Note how it ended."""
        with self._cell(context).writer() as session:
            task_log.end(session, AUDIT, host, _period(begin, end), errors, message)

    @retry_on_deadlock
    def switch_service(self, context: RequestContext, service_id: int, disabled_reason: str | None) -> bool:
        """Disable the service with a reason of the host's own, or enable it again if only such a reason disabled it.

        What an operator has decided is left alone: then False.
        """
        with self._cell(context).writer() as session:
            row = services.get(session, service_id)
            if row.disabled and not (row.disabled_reason or "").startswith(AUTO):
                return False
            disabled = disabled_reason is not None
            if bool(row.disabled) == disabled:
                return False
            reason = None if disabled_reason is None else f"{AUTO}{disabled_reason}"[:255]
            services.save(session, service_id, {"disabled": disabled, "disabled_reason": reason})
        return True


def _period(begin: str, end: str) -> task_log.Period:
    return datetime.datetime.fromisoformat(begin), datetime.datetime.fromisoformat(end)
