# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-compute's main module; most of all: its process knows no database."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from nova_lite import cmd
from nova_lite.cmd import compute
from nova_lite.conf import CONF

DATABASE_MODULES = ("sqlalchemy", "alembic", "pymysql", "MySQLdb", "psycopg2", "psycopg", "sqlite3", "nova_lite.db")
# What only HTTP daemons, or a driver, need.
OTHERS_MODULES = (
    "eventlet.wsgi",
    "waitress",
    "http.server",
    "oslo_privsep",
    "cffi",
    "cryptography",
    "webob",
    "jsonschema",
    "nova_lite.policies",
)
SHOW_MODULES = """
import gc
import sys
import nova_lite.cmd.compute
import nova_lite.virt.fake
print(gc.get_threshold()[0])
for name in sys.modules:
    print(name)
"""
START_WITHOUT_DRIVER = """
import sys
from nova_lite.cmd import compute
sys.argv = ["nova-compute", "--config-file", "/dev/null"]
compute.main()
"""


@pytest.mark.parametrize("native_threads", ["true", "false"])
def test_process_loads_no_database_driver_and_nothing_of_http_daemons(native_threads: str) -> None:
    environment = {**os.environ, "OS_NOVA_DISABLE_EVENTLET_PATCHING": native_threads}
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHOW_MODULES],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.split())
    assert {"nova_lite.compute.server", str(cmd.LOADING)} <= loaded
    assert [name for name in sorted(loaded) if name.startswith(DATABASE_MODULES + OTHERS_MODULES)] == []


@pytest.fixture
def connections() -> Iterator[None]:
    CONF.set_override("connection", "mysql+pymysql://nova:secret@db/nova_api", "api_database")
    yield
    CONF.clear_override("connection", "api_database")


def test_database_options_are_pointed_out_and_not_used(connections: None) -> None:
    assert compute.warn_of_databases() == ["api_database"]


def test_driver_that_is_not_named_ends_the_process_with_a_line_that_names_the_option() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START_WITHOUT_DRIVER],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert "nova-compute cannot start" in result.stderr
    assert "[DEFAULT]compute_driver is not set" in result.stderr
