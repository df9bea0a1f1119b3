# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Databases of a small cloud on SQLite, for unit tests of code that reads and writes them. No bus, no HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nova_lite import cells, policy
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import cell_mappings, instance_mappings, request_specs
from nova_lite.db.api.models import Base as ApiBase
from nova_lite.db.engine import DATABASES, api_database, cell_database
from nova_lite.db.main import services
from nova_lite.db.main.models import Base as MainBase
from nova_lite.db.model_base import utcnow
from nova_lite.objects import database, store
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.rpc import compute, conductor, scheduler

CELL1 = "11111111-1111-1111-1111-111111111111"
PROJECT, USER = "project", "user"


def a_flavor(**values: Any) -> Flavor:
    """A small flavor."""
    facts = {"id": 1, "flavorid": "1", "name": "m1.nano", "memory_mb": 128, "vcpus": 1, "root_gb": 1}
    return Flavor(**{**facts, **values})


def an_instance(number: int = 1, **values: Any) -> Instance:
    """A server as it is written to a cell."""
    facts: dict[str, Any] = {
        "uuid": f"00000000-0000-4000-8000-{number:012d}",
        "project_id": PROJECT,
        "user_id": USER,
        "display_name": f"vm{number}",
        "hostname": f"vm{number}",
        "vm_state": "active",
        "task_state": None,
        "memory_mb": 128,
        "vcpus": 1,
        "root_gb": 1,
        "ephemeral_gb": 0,
        "instance_type_id": 1,
        "image_ref": "image",
        "launched_at": utcnow(),
        "flavor": a_flavor(),
    }
    return Instance(**{**facts, **values})


@dataclass
class Plane:
    """The databases, what was sent over the bus, and contexts of two callers."""

    sent: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def member(self) -> RequestContext:
        """An ordinary caller."""
        return RequestContext(user_id=USER, project_id=PROJECT, roles=["member", "reader"], overwrite=False)

    @property
    def admin(self) -> RequestContext:
        """An administrator of another project."""
        return RequestContext(
            user_id="root", project_id="admin", roles=["admin", "member", "reader"], is_admin=True, overwrite=False
        )

    def send(self, context: Any, topic: str, method: Any, server: str | None = None, **arguments: Any) -> Any:
        """Stands in for rpc.transport.send."""
        self.sent.append((method.name, server, arguments))
        answer = self.answers.get(method.name)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def add(self, instance: Instance, cell: str = CELL1) -> Instance:
        """Write a server into a cell, with its mapping and request spec."""
        found = cells.by_uuid(cell)
        with cell_database(found.database_url).writer() as session:
            database.insert_instance(session, instance)
        spec = RequestSpec(flavor=a_flavor(), image=ImageMeta(id="image"), project_id=PROJECT, user_id=USER)
        with api_database().writer() as session:
            row = {"instance_uuid": instance.uuid, "cell_id": found.id}
            row |= {"project_id": instance.project_id, "user_id": instance.user_id}
            instance_mappings.create(session, [row])
            request_specs.create(session, [{"instance_uuid": instance.uuid, "spec": _json(spec)}])
        return instance

    def add_compute(self, host: str = "host1", up: bool = True) -> None:
        """A compute service that reports, or is silent."""
        with cell_database().writer() as session:
            row = services.create(session, host, "nova-compute", "compute", version=73)
            services.save(session, row.id, {"last_seen_up": utcnow(), "forced_down": not up})

    def lose_cell(self) -> None:
        """From now on nothing can reach the database of cell1."""
        url = "mysql+pymysql://nobody:x@127.0.0.1:1/lost"
        with api_database().writer() as session:
            cell_mappings.save(session, CELL1, database_connection=url)
        CONF.set_override("max_retries", 0, "database")
        cells.reset()

    def stored(self, uuid: str) -> Instance:
        """The server as it is in its cell now."""
        cell = cells.of_instance(uuid)
        assert cell is not None
        return store.current().get_instance(cells.target(self.admin, cell), uuid)


def _json(spec: RequestSpec) -> str:
    return str(database.json.dumps(spec.to_primitive()))


@pytest.fixture
def plane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plane]:
    """Empty databases with cell0 and cell1."""
    DATABASES.clear()
    options = (
        ("database", "connection", f"sqlite:///{tmp_path}/cell1.sqlite"),
        ("api_database", "connection", f"sqlite:///{tmp_path}/api.sqlite"),
    )
    before = {group: CONF[group].connection for group, _, _ in options}
    for group, name, value in options:
        CONF.set_override(name, value, group)
    cells.reset()
    policy.reset()
    ApiBase.metadata.create_all(api_database().engine)
    cell0_url = f"sqlite:///{tmp_path}/cell0.sqlite"
    for url in (None, cell0_url):
        MainBase.metadata.create_all(cell_database(url).engine)
    with api_database().writer() as session:
        for uuid, name, url in (
            (cells.CELL0_UUID, "cell0", cell0_url),
            (CELL1, "cell1", CONF.database.connection),
        ):
            cell_mappings.create(session, uuid=uuid, name=name, transport_url="none:///", database_connection=url)
    store.use(database.DatabaseStore())
    made = Plane()
    for module in (compute, conductor, scheduler):
        monkeypatch.setattr(module, "send", made.send)
    yield made
    CONF.clear_override("max_retries", "database")
    DATABASES.clear()
    cells.reset()
    for group, name, _ in options:
        if before[group] is None:
            CONF.clear_override(name, group)
        else:
            CONF.set_override(name, before[group], group)
