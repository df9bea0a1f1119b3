# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The files of a config drive, by path."""

import json

from nova_lite.conf import CONF
from nova_lite.guestdata import ec2, openstack
from nova_lite.guestdata.model import GuestData


def files(data: GuestData) -> dict[str, bytes]:
    """Every file of the drive, by path without leading slash."""
    found: dict[str, bytes] = {}
    skipped = CONF.api.config_drive_skip_versions.split()
    for version in (*ec2.VERSIONS, ec2.LATEST):
        tree = ec2.tree(data, version)
        if version in skipped or tree is None:
            continue
        found[f"ec2/{version}/meta-data.json"] = json.dumps(ec2.strip_names(tree["meta-data"])).encode()
        if "user-data" in tree:
            found[f"ec2/{version}/user-data"] = tree["user-data"]
    for version in openstack.versions():
        for name in openstack.listing(data, version):
            content = openstack.document(data, version, name)
            if content is not None:
                found[f"openstack/{version}/{name}"] = content
    for number, (_, content) in data.content_paths().items():
        found[f"openstack/content/{number}"] = content
    return found
