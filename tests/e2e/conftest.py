# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The command line, a key pair and a security group that lets the tests in."""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.cli import Cli, run

OPENRC = "NOVA_LITE_E2E_OPENRC"
IMAGE, FLAVOR, NETWORK = "nova-lite-guest", "m1.nano", "private"


@pytest.fixture(scope="session")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The openstack client."""
    openrc = os.environ.get(OPENRC)
    if not openrc:
        pytest.skip(f"{OPENRC} is not set; it names the openrc file of a devstack's administrator")
    key = tmp_path_factory.mktemp("key") / "id_ed25519"
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)])
    return Cli(Path(openrc), key)


@dataclass(frozen=True, slots=True)
class Access:
    """Names of the key pair and of the security group."""

    key: str
    group: str


@pytest.fixture(scope="session")
def access(cli: Cli) -> Iterator[Access]:
    """A key pair and a group for ping and ssh."""
    name = f"e2e-{uuid.uuid4().hex[:8]}"
    cli("keypair create", name, "--public-key", f"{cli.key}.pub")
    cli("security group create", name)
    cli("security group rule create", name, "--protocol", "icmp")
    cli("security group rule create", name, "--protocol", "tcp", "--dst-port", "22")
    yield Access(name, name)
    cli.text("security group delete", name)
    cli.text("keypair delete", name)


@pytest.fixture
def create(cli: Cli, access: Access) -> Iterator["Creator"]:
    """Makes servers; what a test leaves is deleted."""
    creator = Creator(cli, access)
    yield creator
    for name in creator.made:
        if name in [row["Name"] for row in cli("server list")]:
            cli.text("server delete", "--wait", name)


class Creator:
    """Creates servers on the private network with the key pair."""

    def __init__(self, cli: Cli, access: Access) -> None:
        self._cli = cli
        self._access = access
        self.made: list[str] = []

    def __call__(
        self, *arguments: str, image: str = IMAGE, flavor: str = FLAVOR, network: str = NETWORK, wait: bool = True
    ) -> str:
        """Create a server and return its name."""
        name = f"e2e-{uuid.uuid4().hex[:8]}"
        self.made.append(name)
        options = ["--image", image, "--flavor", flavor, "--key-name", self._access.key]
        options += ["--network", network, "--security-group", self._access.group] if network else ["--no-network"]
        options += ["--wait"] if wait else []
        self._cli("server create", *options, *arguments, name)
        return name
