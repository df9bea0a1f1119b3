# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Applications as a WSGI server's worker loads them: in a process of its own, configured by the environment."""

import os
import pathlib
import signal
import subprocess
import sys

import pytest
import requests

from nova_lite import concurrency
from nova_lite.wsgi import process
from tests.functional.processes.harness import free_port, until

SERVE_ROOT = """
import sys
from wsgiref.util import setup_testing_defaults
from nova_lite.wsgi.{name} import application
environ = {{}}
setup_testing_defaults(environ)
environ["PATH_INFO"] = "/"
status = []
body = b"".join(application(environ, lambda code, headers, exc_info=None: status.append(code)))
print(status[0], body.decode())
patched = sys.modules.get("eventlet.patcher")
print("patched" if patched and patched.is_monkey_patched("thread") else "native")
"""


@pytest.mark.parametrize(
    ("environment", "files"),
    [
        ({}, ["/etc/nova/nova.conf"]),
        ({"OS_NOVA_CONFIG_DIR": "/x"}, ["/x/nova.conf"]),
        (
            {"OS_NOVA_CONFIG_FILES": "api-paste.ini; nova.conf;extra.conf"},
            ["/etc/nova/nova.conf", "/etc/nova/extra.conf"],
        ),
        ({"OS_NOVA_CONFIG_DIR": "/x", "OS_NOVA_CONFIG_FILES": "/y/a.conf"}, ["/y/a.conf"]),
    ],
)
def test_config_files(environment: dict[str, str], files: list[str]) -> None:
    assert process.config_files(environment) == files


def run(name: str, folder: pathlib.Path, text: str) -> subprocess.CompletedProcess[str]:
    """Load an application with this nova.conf and ask it for /."""
    (folder / "nova.conf").write_text(text)
    environment = {**os.environ, "OS_NOVA_CONFIG_DIR": str(folder)}
    command = [sys.executable, "-W", "ignore", "-c", SERVE_ROOT.format(name=name)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(("name", "answer"), [("api", '"v2.1"'), ("metadata", "latest")])
def test_application_answers(tmp_path: pathlib.Path, name: str, answer: str) -> None:
    database = f"sqlite:///{tmp_path}/nova.sqlite"
    sections = [f"[{group}]\nconnection = {database}\n" for group in ("database", "api_database")]
    token = "[keystone_authtoken]\nauth_type = password\nauth_url = http://127.0.0.1:1\n"
    log = f"[DEFAULT]\nlog_file = {tmp_path}/wsgi.log\n"
    done = run(name, tmp_path, "".join([log, *sections, token]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(("200", "300"))
    assert answer in done.stdout
    assert done.stdout.endswith("native\n")
    assert "is loaded" in (tmp_path / "wsgi.log").read_text()


def test_bad_value_ends_the_process_and_is_named(tmp_path: pathlib.Path) -> None:
    done = run("api", tmp_path, "[api]\nmax_limit = x\n")
    assert done.returncode == 1
    assert "[api] max_limit" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_metrics_port_ends_the_process_and_is_named(tmp_path: pathlib.Path) -> None:
    with concurrency.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        text = f"[DEFAULT]\nstate_path = {tmp_path}\n[metrics_http]\nenabled = true\nport = {port}\n"
        done = run("api", tmp_path, text)
    assert done.returncode == 1
    assert "nova-osapi_compute cannot start: " in done.stderr
    assert f"[metrics_http]host and port: cannot listen on 127.0.0.1:{port}" in done.stderr


def test_workers_of_one_server_share_a_metrics_port(tmp_path: pathlib.Path) -> None:
    """Two processes of one group, as gunicorn and uWSGI make them: one serves, and tells of both."""
    port, database = free_port(), f"sqlite:///{tmp_path}/nova.sqlite"
    text = f"[DEFAULT]\nstate_path = {tmp_path}\ntransport_url = fake://\nlog_file = {tmp_path}/wsgi.log\n"
    text += f"[metrics_http]\nenabled = true\nport = {port}\n[database]\nconnection = {database}\n"
    (tmp_path / "nova.conf").write_text(text)
    worker = f"{sys.executable} -W ignore -c 'import nova_lite.wsgi.metadata, time; time.sleep(100)'"
    environment = {**os.environ, "OS_NOVA_CONFIG_DIR": str(tmp_path)}
    server = subprocess.Popen(["sh", "-c", f"{worker} & {worker} & wait"], env=environment, start_new_session=True)

    def workers() -> set[int]:
        try:
            answer = requests.get(f"http://127.0.0.1:{port}/health", timeout=5)
        except requests.ConnectionError:
            return set()
        return {one["pid"] for one in answer.json()["checks"]} if answer.status_code == 200 else set()

    try:
        until(lambda: len(workers()) == 2, lambda: (tmp_path / "wsgi.log").read_text(), 60)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
