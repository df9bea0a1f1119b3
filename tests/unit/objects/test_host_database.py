# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Store's part about hosts, on a database."""

import datetime

from nova_lite.db.engine import cell_database
from nova_lite.db.main import models, services, task_log
from nova_lite.objects.database import DatabaseStore
from nova_lite.objects.host_database import AUDIT
from tests.unit.control_plane import Plane, an_instance, plane

__all__ = ["plane"]

STORE = DatabaseStore()
BEGIN, END = "2026-05-01T00:00:00", "2026-06-01T00:00:00"
EARLIER, INSIDE, LATER = (datetime.datetime(2026, month, 15) for month in (4, 5, 6))


def test_an_audit_begins_once(plane: Plane) -> None:
    made = [
        an_instance(1, host="h1", launched_at=EARLIER),
        an_instance(2, host="h1", launched_at=INSIDE),
        an_instance(3, host="h1", launched_at=LATER),
        an_instance(4, host="other", launched_at=INSIDE),
        an_instance(5, host="h1", launched_at=EARLIER, terminated_at=EARLIER),
        an_instance(6, host="h1", launched_at=EARLIER, terminated_at=INSIDE),
    ]
    for instance in made:
        plane.add(instance)
    assert STORE.begin_audit(plane.admin, "h1", BEGIN, END) == [made[number].uuid for number in (0, 1, 5)]
    assert STORE.begin_audit(plane.admin, "h1", BEGIN, END) is None
    STORE.end_audit(plane.admin, "h1", BEGIN, END, 2, "ran")
    period = (datetime.datetime.fromisoformat(BEGIN), datetime.datetime.fromisoformat(END))
    with cell_database().reader() as session:
        row = task_log.find(session, AUDIT, "h1", period)
    assert row is not None and (row.state, row.task_items, row.errors, row.message) == ("DONE", 3, 2, "ran")


def service(number: int) -> models.Service:
    with cell_database().reader() as session:
        return services.get(session, number)


def test_a_host_switches_its_service_off_and_on(plane: Plane) -> None:
    made = STORE.register_service(plane.admin, "h1", "nova-compute", "compute", 1)
    number = made.id or 0
    assert not STORE.switch_service(plane.admin, number, None)
    assert STORE.switch_service(plane.admin, number, "libvirt is lost")
    assert not STORE.switch_service(plane.admin, number, "libvirt is lost")
    assert (service(number).disabled, service(number).disabled_reason) == (True, "AUTO: libvirt is lost")
    assert STORE.switch_service(plane.admin, number, None)
    assert (service(number).disabled, service(number).disabled_reason) == (False, None)


def test_what_an_operator_disabled_stays_disabled(plane: Plane) -> None:
    number = STORE.register_service(plane.admin, "h1", "nova-compute", "compute", 1).id or 0
    with cell_database().writer() as session:
        services.save(session, number, {"disabled": True, "disabled_reason": "repair"})
    assert not STORE.switch_service(plane.admin, number, None)
    assert not STORE.switch_service(plane.admin, number, "libvirt is lost")
    assert service(number).disabled_reason == "repair"
