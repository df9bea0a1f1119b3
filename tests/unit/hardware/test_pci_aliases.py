# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Aliases of PCI devices."""

import pytest

from nova_lite import exception
from nova_lite.hardware import pci_aliases

GPU = '{"name": "gpu", "vendor_id": "10de"}'


def test_aliases_by_name() -> None:
    found = pci_aliases.parse([GPU, '[{"name": "gpu", "vendor_id": "1002"}, {"name": "nic"}]'])
    assert [one.get("vendor_id") for one in found["gpu"]] == ["10de", "1002"]
    assert list(found) == ["gpu", "nic"]


@pytest.mark.parametrize("text", ["{", '{"vendor_id": "10de"}', "[1]"])
def test_bad_options_are_named(text: str) -> None:
    with pytest.raises(exception.ConfigInvalid, match="pci"):
        pci_aliases.parse([text])


def test_counts() -> None:
    assert pci_aliases.wanted("gpu:1, nic:2,gpu:1") == {"gpu": 2, "nic": 2}
    for text in ("gpu", "gpu:0", ":1", "gpu:x"):
        with pytest.raises(exception.Invalid):
            pci_aliases.wanted(text)


def test_only_configured_aliases_are_accepted() -> None:
    pci_aliases.check("gpu:1", [GPU])
    with pytest.raises(exception.Invalid, match="PCI alias nic is not defined"):
        pci_aliases.check("gpu:1,nic:1", [GPU])
