# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Config drives: a small file system image, labelled config-2, with the server's metadata.

What is in the files is decided elsewhere (nova_lite.metadata makes them); this module only packs them.
"""

import os
import tempfile
from collections.abc import Mapping

from oslo_concurrency import processutils
from oslo_utils import units

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.version import VERSION

LABEL = "config-2"
VFAT_BYTES = 64 * units.Mi


def make(files: Mapping[str, bytes], target: str) -> None:
    """Write a config drive of [DEFAULT]config_drive_format to `target`; paths in `files` are relative.

    `target` appears complete or not at all. Raises InstanceDeployFailed.
    """
    part = f"{target}.part"
    with tempfile.TemporaryDirectory(dir=CONF.tempdir, prefix="cd_gen_") as folder:
        _write(files, folder)
        try:
            if CONF.config_drive_format == "vfat":
                _make_vfat(folder, part)
            else:
                _make_iso9660(folder, part)
        except (processutils.ProcessExecutionError, OSError) as error:
            raise exception.InstanceDeployFailed(reason=f"config drive: {error}") from error
    os.replace(part, target)


def _write(files: Mapping[str, bytes], folder: str) -> None:
    for name, content in files.items():
        path = os.path.normpath(os.path.join(folder, name.lstrip("/")))
        if not path.startswith(folder + os.sep):
            raise exception.InstanceDeployFailed(reason=f"config drive: bad file name {name}")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(content)


def _make_iso9660(folder: str, target: str) -> None:
    processutils.execute(
        CONF.mkisofs_cmd,
        *("-o", target, "-ldots", "-allow-lowercase", "-allow-multidot", "-l"),
        *("-publisher", f"OpenStack Nova {VERSION}", "-quiet", "-J", "-r", "-V", LABEL, folder),
        attempts=1,
    )


def _make_vfat(folder: str, target: str) -> None:
    with open(target, "wb") as stream:
        stream.truncate(VFAT_BYTES)
    # Some distributions keep file system tools where ordinary users do not look.
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    processutils.execute("mkfs.vfat", "-n", LABEL, target, env_variables={**os.environ, "PATH": path})
    entries = [os.path.join(folder, entry) for entry in sorted(os.listdir(folder))]
    if entries:
        processutils.execute("mcopy", "-spQm", "-i", target, *entries, "::/")
