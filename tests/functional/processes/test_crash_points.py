# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every step of create and delete, in every daemon: the daemon dies just before and just after it, and comes back.

Whatever the point, the server ends as active, in error with a fault, or gone; and guests, ports, allocations and quota
say the same. The points are those of nova_lite.steps, so that a new step is tried without anybody remembering it.
"""

from collections.abc import Iterator

import pytest
import requests

from nova_lite.steps import COMPUTE, STEPS, Step
from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.fragile import Fragile
from tests.functional.processes.harness import Mode, until
from tests.functional.processes.invariants import is_final, servers, violations
from tests.functional.processes.stack import Stack

POINTS = [(step, side) for step in STEPS for side in ("before", "after")]
# A lease, a sweep, and a daemon's start.
FINAL_S = 60
# A busy machine must not make live hosts look dead.
EXTRA = "vif_plugging_timeout = 0\nservice_down_time = 15\n"


@pytest.fixture(scope="module")
def network(fragile: Stack) -> str:
    """A network for the servers."""
    made = fragile.cloud.neutron.add_network("private", fragile.cloud.admin.project_id, ["10.0.0.0/24"])
    return str(made["id"])


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All daemons, each able to die at a step."""
    with services.surroundings("mysql") as around, Cloud() as cloud:
        folder, mode = tmp_path_factory.mktemp("fragile"), Mode("mysql", native=False)
        made = Stack(cloud, folder, mode, around, Fragile, EXTRA)
        try:
            made.start()
            yield made
        finally:
            made.stop()


def boot(stack: Stack, name: str, network: str) -> None:
    """Ask for a server on host1; an API that dies meanwhile cannot answer."""
    try:
        stack.api.boot(stack.image, name, networks=[{"uuid": network}], availability_zone="nova:host1")
    except requests.ConnectionError:
        return


def found(stack: Stack, name: str) -> dict[str, object] | None:
    """The server of that name."""
    rows = stack.api.get(f"/servers/detail?name={name}")["servers"]
    return rows[0] if rows else None


def crash(stack: Stack, step: Step, side: str, act: object) -> None:
    """Let the step's daemon die there while `act` runs, then start it again."""
    victim = "host1" if step.daemon == COMPUTE else step.daemon.removeprefix("nova-")
    process = stack.processes[victim]
    assert isinstance(process, Fragile)
    process.die_at(step, side)
    stack.wait_ready(process)
    act()  # type: ignore[operator]
    until(lambda: not process.alive(), f"{step} was never reached", 30)
    process.start()
    stack.wait_ready(process)


def wait_in_order(stack: Stack) -> None:
    """Wait until all that must hold does."""
    until(lambda: not violations(stack), lambda: f"not in order: {violations(stack)}", FINAL_S, 0.3)


@pytest.mark.parametrize(("step", "side"), POINTS, ids=[f"{step}-{side}" for step, side in POINTS])
def test_death_at_a_step(fragile: Stack, network: str, step: Step, side: str) -> None:
    name = f"{step.operation}-{step.daemon}-{step.name}-{side}"
    if step.operation == "create":
        crash(fragile, step, side, lambda: boot(fragile, name, network))
    else:
        boot(fragile, name, network)
        uuid = until(lambda: (one := found(fragile, name)) and is_final(one) and one["id"], "no server to delete")

        def delete() -> None:
            try:
                fragile.api.request("DELETE", f"/servers/{uuid}")
            except requests.ConnectionError:
                return

        crash(fragile, step, side, delete)
    until(lambda: is_final(found(fragile, name)), lambda: f"not final: {found(fragile, name)}", FINAL_S)
    if step.operation == "delete" and (step.daemon, step.name, side) != ("nova-api", "record", "before"):
        until(lambda: found(fragile, name) is None, "an accepted delete was forgotten", FINAL_S)
    wait_in_order(fragile)
    if found(fragile, name) is not None:
        fragile.api.delete(str(found(fragile, name)["id"]))  # type: ignore[index]
    wait_in_order(fragile)
    assert servers(fragile) == []
