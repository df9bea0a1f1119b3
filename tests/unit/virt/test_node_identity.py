# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The uuid of the compute node."""

import uuid
from pathlib import Path

import pytest

from nova_lite import exception
from nova_lite.virt import node_identity


def test_made_once_and_kept(folder: Path) -> None:
    first = node_identity.node_uuid()

    assert node_identity.node_uuid() == first == str(uuid.UUID(first))
    assert (folder.parent / "compute_id").read_text().strip() == first


def test_given_by_the_operator(folder: Path) -> None:
    (folder.parent / "compute_id").write_text("6A3C1F04-2F7B-4D0C-9D0E-5F2B7F5E9A11")
    assert node_identity.node_uuid() == "6a3c1f04-2f7b-4d0c-9d0e-5f2b7f5e9a11"


def test_damaged_file_is_refused(folder: Path) -> None:
    (folder.parent / "compute_id").write_text("what?")
    with pytest.raises(exception.ConfigInvalid, match="compute_id"):
        node_identity.node_uuid()
