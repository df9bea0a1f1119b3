# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A broker, a database and a compute host that go away and come back."""

from tests.functional.processes.harness import until
from tests.functional.processes.stack import Stack


def works(stack: Stack, timeout_s: float = 45) -> None:
    """Both hosts are up, and a server can be created and deleted."""
    until(
        lambda: (
            stack.api.request("GET", "/os-services").status_code == 200
            and set(stack.api.compute_states().values()) == {"up"}
        ),
        "hosts stay down",
        timeout_s,
    )
    uuid = stack.api.boot(stack.image, "after the outage")
    stack.api.wait_for(uuid, "ACTIVE")
    stack.api.delete(uuid)


def test_daemons_outlive_the_broker(sturdy: Stack) -> None:
    sturdy.around.rabbit.cut()
    until(lambda: set(sturdy.api.compute_states().values()) == {"down"}, "computes stay up without a broker")
    sturdy.around.rabbit.mend()
    works(sturdy)
    assert all(process.alive() for process in sturdy.processes.values())


def test_daemons_outlive_the_database(stack: Stack) -> None:
    stack.around.database.cut()
    answers = [stack.api.request("GET", "/os-services").status_code for _ in range(3)]
    assert set(answers) <= {500, 503}, answers
    stack.around.database.mend()
    works(stack)
    assert all(process.alive() for process in stack.processes.values())


def test_sigterm_works_while_the_broker_is_away(sturdy: Stack) -> None:
    sturdy.around.rabbit.cut()
    until(lambda: set(sturdy.api.compute_states().values()) == {"down"}, "computes stay up without a broker")
    names = ("host1", "scheduler", "conductor", "api")
    assert sturdy.terminate(*names) == dict.fromkeys(names, 0)
    sturdy.restart("api")
    sturdy.processes["host1"].start()
    sturdy.processes["host1"].wait_for_text("Starting nova-compute")
    assert sturdy.processes["host1"].terminate() == 0
    sturdy.mend()
    works(sturdy)


def test_what_is_asked_for_without_a_broker_is_done_when_it_is_back(sturdy: Stack) -> None:
    doomed = sturdy.api.boot(sturdy.image, "doomed")
    sturdy.api.wait_for(doomed, "ACTIVE")
    sturdy.around.rabbit.cut()
    uuid = sturdy.api.boot(sturdy.image, "without a broker")
    assert sturdy.api.request("DELETE", f"/servers/{doomed}").status_code == 204
    sturdy.around.rabbit.mend()
    sturdy.api.wait_for(uuid, "ACTIVE")
    sturdy.api.wait_gone(doomed)
    sturdy.api.delete(uuid)


def test_servers_of_a_killed_host_can_be_deleted(sturdy: Stack) -> None:
    uuid = sturdy.api.boot(sturdy.image, "orphan", availability_zone="nova:host1")
    sturdy.api.wait_for(uuid, "ACTIVE")
    sturdy.processes["host1"].kill()
    sturdy.wait_states({"host1": "down", "host2": "up"})
    assert sturdy.api.show(uuid)["status"] == "ACTIVE"
    sturdy.api.delete(uuid)
    other = sturdy.api.boot(sturdy.image, "elsewhere")
    assert sturdy.api.wait_for(other, "ACTIVE")["OS-EXT-SRV-ATTR:host"] == "host2"
    sturdy.api.delete(other)
    sturdy.restart("host1")
    sturdy.wait_states({"host1": "up", "host2": "up"})
    until(lambda: sturdy.allocations() == {"host1": 0, "host2": 0}, lambda: f"left over: {sturdy.allocations()}")
