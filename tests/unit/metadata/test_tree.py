# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""From paths to documents."""

import pytest

from nova_lite.metadata.tree import find
from tests.unit.guestdata.builders import a_guest


def text(path: str) -> str | None:
    found = find(a_guest(), path, lambda: "s3cret")
    return None if found is None else found.content.decode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/latest/meta-data/hostname", "vm.novalocal"),
        ("/2009-04-04//meta-data/hostname", "vm.novalocal"),
        ("/ec2/latest/meta-data/placement/", "availability-zone"),
        ("/latest/meta-data/public-keys/", "0=mine"),
        ("/latest/meta-data/public-keys/0/", "openssh-key"),
        ("/latest/meta-data/public-keys/0/openssh-key", "ssh-rsa AAA"),
        ("/latest/meta-data/security-groups", "default"),
        ("/latest", "meta-data/\nuser-data"),
        ("/latest/user-data", "#!/bin/sh\n"),
        ("/openstack/latest/password", "s3cret"),
        ("/openstack/2012-08-10/", "meta_data.json\nuser_data"),
        ("/openstack/2012-08-10/password", None),
        ("/openstack/latest/nothing", None),
        ("/openstack/latest/meta_data.json/more", None),
        ("/openstack/content", None),
        ("/latest/meta-data/nothing", None),
        ("/latest/meta-data/hostname/more", None),
        ("/nothing", None),
    ],
)
def test_path(path: str, expected: str | None) -> None:
    assert text(path) == expected


def test_root_lists_versions() -> None:
    assert (text("/") or "").splitlines()[0] == "1.0"
    assert (text("/openstack") or "").splitlines()[-1] == "latest"


def test_json_documents_say_so() -> None:
    found = find(a_guest(), "/openstack/latest/meta_data.json", str)
    assert found is not None and found.content_type == "application/json"
    found = find(a_guest(), "/openstack/latest/network_data.json", str)
    assert found is not None and found.content_type == "text/plain"


def test_content_by_number() -> None:
    guest = a_guest(files={"/a": b"hi"})
    found = find(guest, "/openstack/content/0000", str)
    assert found is not None and found.content == b"hi"
    assert find(guest, "/openstack/content/0001", str) is None
