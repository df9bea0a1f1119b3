# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Files of the config drive."""

import json

from nova_lite.guestdata import config_drive
from tests.unit.guestdata.builders import a_guest


def test_only_two_ec2_versions_by_default_and_all_openstack_ones() -> None:
    paths = set(config_drive.files(a_guest()))
    assert {path for path in paths if path.startswith("ec2/")} == {
        "ec2/2009-04-04/meta-data.json",
        "ec2/2009-04-04/user-data",
        "ec2/latest/meta-data.json",
        "ec2/latest/user-data",
    }
    assert {"openstack/latest/meta_data.json", "openstack/2012-08-10/user_data"} <= paths
    assert not any(path.endswith("password") for path in paths)


def test_content_of_files_and_password() -> None:
    files = config_drive.files(a_guest(files={"/etc/motd": b"hi"}, admin_pass="s3"))
    assert files["openstack/content/0000"] == b"hi"
    assert json.loads(files["openstack/latest/meta_data.json"])["admin_pass"] == "s3"
    assert "_name" not in files["ec2/latest/meta-data.json"].decode()
