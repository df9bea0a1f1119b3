# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Facts of a guest."""

from nova_lite.conf import CONF
from tests.unit.guestdata.builders import a_guest


def test_host_name_has_the_domain_unless_it_is_empty() -> None:
    assert a_guest().hostname == "vm.novalocal"
    CONF.set_override("dhcp_domain", "", "api")
    try:
        assert a_guest().hostname == "vm"
    finally:
        CONF.clear_override("dhcp_domain", "api")


def test_user_data_are_decoded() -> None:
    assert a_guest().user_data == b"#!/bin/sh\n"


def test_files_are_numbered_by_path() -> None:
    guest = a_guest(files={"/b": b"2", "/a": b"1"})
    assert guest.content_paths() == {"0000": ("/a", b"1"), "0001": ("/b", b"2")}


def test_interfaces_come_from_the_cache_and_groups_default() -> None:
    guest = a_guest()
    assert [vif.id for vif in guest.vifs] == ["port1"]
    assert guest.security_groups == ("default",)
