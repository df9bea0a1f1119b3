# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What compare.sh asks of the services: waits for hosts, makes the flavor, keeps the stack's own host out, cleans up.

Run with the administrator's OS_* variables. Prints nothing when all is well.
"""

import sys
import time
from typing import Any

import openstack

DISABLED = "COMPUTE_STATUS_DISABLED"
PREFIX = "compare"
WAIT_S = 300
LOOK_S = 0.2


def up(cloud: Any, count: str) -> None:
    """Until so many nova-computes report."""
    end = time.monotonic() + WAIT_S
    while sum(one.state == "up" for one in cloud.compute.services(binary="nova-compute")) < int(count):
        if time.monotonic() > end:
            raise SystemExit(f"fewer than {count} computes came up in {WAIT_S} s")
        time.sleep(LOOK_S)


def flavor(cloud: Any, name: str) -> None:
    """The flavor to boot, by its name as id; hosts that are not compared take no servers."""
    cloud.compute.create_flavor(name=name, id=name, ram=64, vcpus=1, disk=1)
    for provider in _providers(cloud):
        if not provider["name"].startswith(PREFIX):
            path = f"/resource_providers/{provider['uuid']}/traits"
            found = _placement(cloud, "get", path)
            traits = sorted({*found["traits"], DISABLED})
            values = {"resource_provider_generation": found["resource_provider_generation"], "traits": traits}
            _placement(cloud, "put", path, json=values)


def clean(cloud: Any) -> None:
    """Remove the compared hosts from Placement, with what servers of a run that was broken off hold there."""
    for provider in _providers(cloud):
        if provider["name"].startswith(PREFIX):
            path = f"/resource_providers/{provider['uuid']}"
            for consumer in _placement(cloud, "get", f"{path}/allocations")["allocations"]:
                _placement(cloud, "delete", f"/allocations/{consumer}")
            _placement(cloud, "delete", path)


def _providers(cloud: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _placement(cloud, "get", "/resource_providers")["resource_providers"]
    return found


def _placement(cloud: Any, method: str, path: str, **arguments: Any) -> Any:
    answer = getattr(cloud.placement, method)(path, microversion="1.36", **arguments)
    answer.raise_for_status()
    return answer.json() if answer.content else {}


STAGES = {"up": up, "flavor": flavor, "clean": clean}


def main() -> None:
    """The program."""
    STAGES[sys.argv[1]](openstack.connect(), *sys.argv[2:])


if __name__ == "__main__":
    main()
