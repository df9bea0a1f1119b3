# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Several servers of one request, and lists over them."""

from tests.functional.stack import Stack


def test_multi_create_with_reservation(stack: Stack) -> None:
    values = {"name": "web", "flavorRef": "1", "imageRef": stack.image, "networks": "none", "min_count": 3}
    answer = stack.request("POST", "/servers", {"server": {**values, "return_reservation_id": True}})
    assert answer.status_code == 202 and list(answer.json) == ["reservation_id"]
    listed = stack.request("GET", f"/servers?reservation_id={answer.json['reservation_id']}").json["servers"]
    assert sorted(one["name"] for one in listed) == ["web-1", "web-2", "web-3"]
    for one in listed:
        stack.wait_for(one["id"], "ACTIVE")
    assert len(stack.driver.list_instance_uuids()) == 3
    page = stack.request("GET", "/servers?limit=2&sort_key=display_name&sort_dir=asc").json
    assert [one["name"] for one in page["servers"]] == ["web-1", "web-2"] and "servers_links" in page
    page = stack.request(
        "GET", f"/servers?limit=2&marker={page['servers'][1]['id']}&sort_key=display_name&sort_dir=asc"
    )
    assert [one["name"] for one in page.json["servers"]] == ["web-3"]


def test_other_projects_do_not_see_or_touch_it(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    stranger = stack.cloud.keystone.add_user("stranger", "secret", "elsewhere")
    assert stack.request("GET", "/servers", who=stranger).json["servers"] == []
    assert stack.request("GET", f"/servers/{uuid}", who=stranger).status_code in (403, 404)
    assert stack.request("DELETE", f"/servers/{uuid}", who=stranger).status_code in (403, 404)
    assert stack.show(uuid)["status"] == "ACTIVE"


def test_config_drive_and_metadata(stack: Stack) -> None:
    uuid = stack.boot(config_drive=True, metadata={"role": "web"}, tags=["blue"])
    shown = stack.wait_for(uuid, "ACTIVE")
    assert (shown["config_drive"], shown["metadata"], shown["tags"]) == ("True", {"role": "web"}, ["blue"])
    answer = stack.request("POST", f"/servers/{uuid}/metadata", {"metadata": {"a": "1"}})
    assert answer.json == {"metadata": {"role": "web", "a": "1"}}
    assert stack.show(uuid)["metadata"] == {"role": "web", "a": "1"}
