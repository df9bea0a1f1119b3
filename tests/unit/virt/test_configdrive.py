# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Config drives, made with the real tools."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.virt import configdrive

FILES = {"openstack/latest/meta_data.json": b'{"uuid": "x"}', "ec2/2009-04-04/user-data": b"#!/bin/sh\n"}


def tool(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(name, path="/usr/bin:/usr/sbin:/sbin:/bin"), reason=f"needs {name}")


@tool("genisoimage")
@tool("isoinfo")
def test_iso9660(folder: Path) -> None:
    target = folder / "disk.config"

    configdrive.make(FILES, str(target))

    listing = subprocess.run(["isoinfo", "-R", "-f", "-i", target], capture_output=True, text=True, check=True).stdout
    assert set(FILES) <= {line.lstrip("/") for line in listing.splitlines()}
    label = subprocess.run(["isoinfo", "-d", "-i", target], capture_output=True, text=True, check=True).stdout
    assert "Volume id: config-2" in label
    assert not (folder / "disk.config.part").exists()


@tool("mkfs.vfat")
@tool("mcopy")
def test_vfat(folder: Path, option: Any) -> None:
    option("config_drive_format", "vfat")
    target = folder / "disk.config"

    configdrive.make(FILES, str(target))

    assert target.stat().st_size == configdrive.VFAT_BYTES
    for name, content in FILES.items():
        found = subprocess.run(["mtype", "-i", target, f"::/{name}"], capture_output=True, check=True).stdout
        assert found == content


def test_names_stay_inside(folder: Path) -> None:
    with pytest.raises(exception.InstanceDeployFailed, match="bad file name"):
        configdrive.make({"../../etc/passwd": b""}, str(folder / "disk.config"))


def test_a_failing_tool_is_reported(folder: Path, option: Any) -> None:
    option("mkisofs_cmd", "/nonexistent/mkisofs")
    with pytest.raises(exception.InstanceDeployFailed, match="config drive"):
        configdrive.make(FILES, str(folder / "disk.config"))
    assert not (folder / "disk.config").exists()
