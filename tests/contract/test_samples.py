# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The samples in etc/nova are what the generators make of today's code."""

import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATORS = [
    ("oslo_config.generator", "nova-config-generator.conf", "nova.conf.sample"),
    ("oslo_policy.generator", "nova-policy-generator.conf", "policy.yaml.sample"),
]
CALLS = {
    "oslo_config.generator": "from oslo_config import generator; generator.main()",
    "oslo_policy.generator": "from oslo_policy import generator; generator.generate_sample()",
}


def generate(module: str, settings: str, output: pathlib.Path) -> str:
    """Run a generator in a process of its own, where no test has changed a default."""
    command = [sys.executable, "-W", "ignore", "-c", CALLS[module]]
    arguments = ["--config-file", f"etc/nova/{settings}", "--output-file", str(output)]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"install this tree first (pip install -e .): {done.stderr[-2000:]}"
    return output.read_text()


@pytest.mark.parametrize(("module", "settings", "sample"), GENERATORS, ids=[row[2] for row in GENERATORS])
def test_sample_is_in_step(module: str, settings: str, sample: str, tmp_path: pathlib.Path) -> None:
    made = generate(module, settings, tmp_path / "sample")
    kept = (ROOT / "etc" / "nova" / sample).read_text()
    tool = "oslo-config-generator" if module == "oslo_config.generator" else "oslopolicy-sample-generator"
    assert made == kept, f"run: {tool} --config-file etc/nova/{settings} (with the versions of constraints.txt)"


def test_samples_name_nothing_of_the_host_they_were_made_on() -> None:
    text = (ROOT / "etc" / "nova" / "nova.conf.sample").read_text()
    assert "\n#host = <host name>\n" in text
    assert "\n#my_ip = <first IPv4 address>\n" in text
    assert str(ROOT) not in text


def test_every_daemon_has_its_unit() -> None:
    units = {path.name for path in (ROOT / "etc" / "systemd").rglob("*.service")}
    daemons = {"api", "api-metadata", "conductor", "scheduler", "novncproxy", "compute"}
    assert units == {f"nova-{name}.service" for name in daemons}


def test_units_start_the_installed_scripts() -> None:
    scripts = (ROOT / "setup.cfg").read_text()
    for path in (ROOT / "etc" / "systemd").rglob("*.service"):
        text = path.read_text()
        assert "\nType=notify\n" in text
        assert f"ExecStart=/opt/nova/bin/{path.stem} " in text
        assert f"    {path.stem} = nova_lite.cmd." in scripts
