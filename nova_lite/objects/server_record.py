# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A server as the API shows it: plain attributes read from rows, for views and lists, where wire objects cost too much.

It has the attributes of Instance that views and merges of lists use, and no way to save anything.
"""

import datetime
import functools
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from nova_lite.conf import CONF
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance

GROUPS_KEY = "security_groups"
FLAVORS_KEPT = 512


class ServerRecord:
    """What was read of one server; attributes of columns that were not read are missing."""

    id: int
    uuid: str
    project_id: str | None
    user_id: str | None
    created_at: datetime.datetime | None
    updated_at: datetime.datetime | None
    launched_at: datetime.datetime | None
    terminated_at: datetime.datetime | None
    display_name: str | None
    display_description: str | None
    vm_state: str | None
    task_state: str | None
    power_state: int | None
    progress: int | None
    host: str | None
    node: str | None
    hostname: str | None
    image_ref: str | None
    kernel_id: str | None
    ramdisk_id: str | None
    access_ip_v4: str | None
    access_ip_v6: str | None
    auto_disk_config: bool | None
    availability_zone: str | None
    config_drive: str | None
    key_name: str | None
    launch_index: int | None
    reservation_id: str | None
    root_device_name: str | None
    user_data: str | None
    locked: bool | None
    metadata: dict[str, str]
    system_metadata: dict[str, str | None]
    security_groups: list[str]
    tags: list[str]
    flavor: Flavor | None
    network_info: list[Any]
    trusted_certs: list[str] | None

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values

    @property
    def name(self) -> str:
        """Name of the guest on its hypervisor."""
        try:
            text: str = CONF.instance_name_template % self.id
        except TypeError:
            text = CONF.instance_name_template % {"id": self.id, "uuid": self.uuid, "hostname": self.hostname}
        return text


AnyServer = Instance | ServerRecord


@functools.lru_cache(maxsize=FLAVORS_KEPT)
def _flavor(text: str) -> Flavor:
    """Many servers have the same flavor: one object, not to be changed, stands for all."""
    return Flavor.from_primitive(orjson.loads(text)["cur"])


def _groups(values: dict[str, Any]) -> list[str]:
    """Names of security groups, which are kept among the system metadata; what is left there is what others look at."""
    text = values["system_metadata"].pop(GROUPS_KEY, None)
    return orjson.loads(text) if text else []


def from_row(names: Sequence[str], row: Sequence[Any]) -> ServerRecord:
    """A record from a row of db.main.instance_lists; what was not read of the server's belongings is empty."""
    values = dict(zip(names, row, strict=True))
    for name, read in _READ.items():
        text = values.get(name)
        values[name] = read(text) if text else None
    values["network_info"] = values["network_info"] or []
    for name in ("metadata", "system_metadata", "tags"):
        values[name] = values[name] or {}
    values["security_groups"] = _groups(values)
    values["tags"] = sorted(values["tags"])
    return ServerRecord(values)


_READ: dict[str, Callable[[str], Any]] = {
    "flavor": _flavor,
    **dict.fromkeys(("network_info", "trusted_certs", "metadata", "system_metadata", "tags"), orjson.loads),
}
