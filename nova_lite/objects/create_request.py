# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a new server is built from, apart from its own record: one object instead of many arguments."""

from typing import Any

from nova_lite.objects.base import WireObject, new, wire
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.request_spec import NetworkRequest, RequestSpec, Selection


@wire
class CreateRequest(WireObject):
    """Shared by all servers of one POST /servers. `injected_files` maps a path to base64 content.

    `networks` None means: choose automatically. `block_devices` are templates without instance uuid
    until conductor has made rows of them; a host gets those of its server.
    """

    VERSION = "1.0"

    image: ImageMeta
    networks: list[NetworkRequest] | None = None
    security_groups: list[str] = new(list)
    block_devices: list[BlockDevice] = new(list)
    injected_files: dict[str, str] = new(dict)
    admin_password: str | None = None
    tags: list[str] = new(list)


def build_arguments(
    spec: RequestSpec, request: CreateRequest, selections: list[Selection], reason: str | None = None
) -> dict[str, Any]:
    """What the journal must keep of a build, as JSON; selections: hosts not tried yet. read_arguments() reads it."""
    return {
        "request_spec": spec.to_primitive(),
        "create_request": request.to_primitive(),
        "selections": [one.to_primitive() for one in selections],
        "reason": reason,
    }


def read_arguments(
    arguments: dict[str, Any],
) -> tuple[RequestSpec, CreateRequest, list[Selection], str | None]:
    """The parts of build_arguments()."""
    return (
        RequestSpec.from_primitive(arguments["request_spec"]),
        CreateRequest.from_primitive(arguments["create_request"]),
        [Selection.from_primitive(one) for one in arguments.get("selections", [])],
        arguments.get("reason"),
    )
