# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The uuid of this host's compute node, kept in a file so that a host that is renamed stays the same node."""

import os
import uuid

from nova_lite import exception
from nova_lite.conf import CONF

FILE_NAME = "compute_id"


def node_uuid() -> str:
    """The uuid in <state_path>/compute_id, made at the first start. Raises ConfigInvalid when the file is damaged."""
    path = os.path.join(CONF.state_path, FILE_NAME)
    try:
        with open(path, encoding="ascii") as stream:
            return str(uuid.UUID(stream.read().strip()))
    except FileNotFoundError:
        return _create(path)
    except ValueError as error:
        raise exception.ConfigInvalid(reason=f"{path} holds no uuid") from error


def _create(path: str) -> str:
    fresh = str(uuid.uuid4())
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "x", encoding="ascii") as stream:
            stream.write(fresh + "\n")
    except FileExistsError:
        # Another process of this host was faster; its answer counts.
        return node_uuid()
    return fresh
