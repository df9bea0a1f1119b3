# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a driver is given."""

import json

from nova_lite.compute import spawn_request
from nova_lite.compute.external_events import Watch
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from tests.unit.compute.fakes import IMAGE, PORT, UUID, Cloud


def test_image_comes_back_from_system_metadata() -> None:
    instance = Instance(
        uuid="u",
        image_ref="img",
        system_metadata={
            "image_min_ram": "64",
            "image_min_disk": "1",
            "image_disk_format": "raw",
            "image_container_format": "bare",
            "image_base_image_ref": "img",
            "image_hw_disk_bus": "scsi",
            "owner_user_name": "me",
        },
    )
    image = spawn_request.image_of(instance)
    assert (image.id, image.min_ram, image.min_disk, image.disk_format) == ("img", 64, 1, "raw")
    assert image.properties == {"hw_disk_bus": "scsi"}


def test_existing_server(cloud: Cloud) -> None:
    instance = cloud.new_instance(network_info=[PORT.to_dict()], config_drive="True")
    request = spawn_request.for_existing(cloud.context, instance)
    assert request.vifs == (PORT,)
    assert len(request.block_devices) == 2
    assert request.image.prop("hw_disk_bus") == "virtio"
    assert request.wait_for_vifs is None
    assert request.config_drive is None


def test_config_drive_holds_the_request(cloud: Cloud) -> None:
    instance = cloud.new_instance(config_drive="True", hostname="web", display_name="web", project_id="p")
    request = CreateRequest(image=IMAGE, admin_password="secret", injected_files={"/etc/motd": "aGk="})
    made = spawn_request.for_new(instance, request, [PORT], [], Watch(UUID, set).vifs_plugged, {"VCPU": 1})
    assert made.config_drive is not None
    files = made.config_drive()
    document = json.loads(files["openstack/latest/meta_data.json"])
    assert (document["uuid"], document["admin_pass"]) == (UUID, "secret")
    assert files["openstack/content/0000"] == b"hi"


def test_no_config_drive_unless_wanted(cloud: Cloud) -> None:
    made = spawn_request.for_new(
        cloud.new_instance(), CreateRequest(image=IMAGE), [], [], Watch(UUID, set).vifs_plugged, {}
    )
    assert made.config_drive is None
