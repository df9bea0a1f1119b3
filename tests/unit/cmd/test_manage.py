# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage as a program: options, exit codes, help."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv[0] = 'nova-manage'; from nova_lite.cmd.manage import main; main()"


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    """A file that names two databases and a message broker that does not exist."""
    path = tmp_path / "nova.conf"
    path.write_text(
        "[DEFAULT]\ntransport_url = rabbit://nobody:x@127.0.0.1:9/\n"
        f"[database]\nconnection = sqlite:///{tmp_path}/cell1.sqlite\n"
        f"[api_database]\nconnection = sqlite:///{tmp_path}/api.sqlite\n"
    )
    return path


def manage(*words: str, configuration: Path | None = None) -> subprocess.CompletedProcess[str]:
    options = [] if configuration is None else ["--config-file", str(configuration)]
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, *options, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=os.environ)


def test_a_new_cloud_without_message_broker(configuration: Path, tmp_path: Path) -> None:
    for words in (
        "api_db sync",
        f"cell_v2 map_cell0 --database_connection sqlite:///{tmp_path}/cell0.sqlite",
        "cell_v2 create_cell --name cell1",
        "db sync",
        "cell_v2 discover_hosts --verbose",
    ):
        done = manage(*words.split(), configuration=configuration)
        assert done.returncode == 0, done.stderr
    done = manage("cell_v2", "list_cells", configuration=configuration)
    assert "| cell1 |" in done.stdout and "nobody:****@" in done.stdout


def test_our_errors_are_one_line(configuration: Path) -> None:
    done = manage("api_db", "sync", "unknown", configuration=configuration)
    assert done.returncode == 255
    assert "An error has occurred: The database cannot be upgraded" in done.stderr
    assert "Traceback" not in done.stderr


def test_other_errors_show_where(configuration: Path) -> None:
    done = manage("cell_v2", "list_cells", configuration=configuration)
    assert done.returncode == 255
    assert "Traceback" in done.stderr and "no such table" in done.stderr


def test_no_command_shows_what_there_is() -> None:
    done = manage()
    assert done.returncode == 0
    assert "cell_v2" in done.stdout and "api_db" in done.stdout
