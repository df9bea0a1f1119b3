# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flags of drivers and their traits."""

import os_traits
import pytest

from nova_lite.virt import capabilities


def test_flags_name_all_and_set_some() -> None:
    found = capabilities.flags("supports_image_type_raw", "has_imagecache")
    assert {name for name, on in found.items() if on} == {"supports_image_type_raw", "has_imagecache"}
    assert found["supports_multiattach"] is False


def test_unknown_flag_is_an_error() -> None:
    with pytest.raises(KeyError):
        capabilities.flags("supports_everything")


def test_traits_without_excluded_formats() -> None:
    found = capabilities.flags("supports_image_type_raw", "supports_image_type_qcow2", "has_imagecache")
    assert capabilities.traits(found, ["raw"]) == {"COMPUTE_IMAGE_TYPE_QCOW2"}


def test_every_trait_is_a_standard_one() -> None:
    assert [name for name in capabilities.TRAITS.values() if not hasattr(os_traits, name)] == []
