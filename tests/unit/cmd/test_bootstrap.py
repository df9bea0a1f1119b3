# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a daemon does with bad configuration: one line, exit code 1."""

import pathlib
import subprocess
import sys

import pytest

from nova_lite import exception
from nova_lite.cmd import bootstrap

PREPARE = "import sys; from nova_lite.cmd import bootstrap; bootstrap.prepare('nova-test', sys.argv)"


def prepare(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", PREPARE, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_good_configuration(tmp_path: pathlib.Path) -> None:
    (tmp_path / "nova.conf").write_text("[DEFAULT]\nlog_dir = /\n".replace("/", str(tmp_path)))
    done = prepare("--config-file", str(tmp_path / "nova.conf"), "--log-file", "test.log")
    assert done.returncode == 0, done.stderr
    assert "nova-test, version" in (tmp_path / "test.log").read_text()


def test_bad_value_ends_the_process_and_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "nova.conf").write_text("[scheduler]\nmax_attempts = none\n")
    done = prepare("--config-file", str(tmp_path / "nova.conf"))
    assert done.returncode == 1
    assert "[scheduler] max_attempts" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("error", [exception.ConfigInvalid(reason="[x]y is not set"), OSError("cannot listen")])
def test_error_at_start_is_one_line(error: Exception) -> None:
    def body() -> None:
        raise error

    with pytest.raises(SystemExit) as stop:
        bootstrap.run_or_exit("nova-test", body)
    assert str(stop.value.code).startswith("nova-test cannot start: ")
    assert str(error) in str(stop.value.code)


def test_mistake_in_the_code_keeps_its_traceback() -> None:
    def body() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bootstrap.run_or_exit("nova-test", body)
