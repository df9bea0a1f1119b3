# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volumes and os-snapshots: Cinder's volumes and snapshots in the form of old versions, until 2.35."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers, types
from nova_lite.api.schemas import volumes as schemas
from nova_lite.api.views import volumes as view
from nova_lite.operations import block_storage
from nova_lite.volume.model import NewVolume

_RULE = "os_compute_api:os-volumes:"
_SNAPSHOT_RULE = f"{_RULE}snapshots:"
_VOLUMES = "/os-volumes"
_VOLUME = "/os-volumes/{id}"
_SNAPSHOTS = "/os-snapshots"
_SNAPSHOT = "/os-snapshots/{id}"
_LAST = "2.35"


def index(req: ApiRequest) -> dict[str, Any]:
    """Volumes of the own project; the short list shows as much as the detailed one."""
    found = block_storage.volumes(req.context, *req.limit_and_offset())
    return {"volumes": [view.volume(req, one) for one in found]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One volume."""
    return {"volume": view.volume(req, block_storage.volume(req.context, req.params["id"]))}


def create(req: ApiRequest) -> dict[str, Any]:
    """Ask for a volume, empty or of a snapshot."""
    body = req.body["volume"]
    wanted = NewVolume(
        size_gb=int(body["size"]),
        name=body.get("display_name"),
        description=body.get("display_description"),
        volume_type=body.get("volume_type"),
        snapshot_id=body.get("snapshot_id"),
        availability_zone=body.get("availability_zone"),
        metadata=body.get("metadata", {}),
    )
    made = block_storage.create_volume(req.context, wanted)
    req.set_header("Location", req.href("os-volumes", made.id))
    return {"volume": view.volume(req, made)}


def delete(req: ApiRequest) -> None:
    """Ask for a volume's removal."""
    block_storage.delete_volume(req.context, req.params["id"])


def index_snapshots(req: ApiRequest) -> dict[str, Any]:
    """Snapshots of the own project."""
    found = block_storage.snapshots(req.context, *req.limit_and_offset())
    return {"snapshots": [view.snapshot(req, one) for one in found]}


def show_snapshot(req: ApiRequest) -> dict[str, Any]:
    """One snapshot."""
    return {"snapshot": view.snapshot(req, block_storage.snapshot(req.context, req.params["id"]))}


def create_snapshot(req: ApiRequest) -> dict[str, Any]:
    """Ask for a snapshot of a volume; force: also of one in use."""
    body = req.body["snapshot"]
    made = block_storage.create_snapshot(
        req.context,
        body["volume_id"],
        body.get("display_name"),
        body.get("display_description"),
        types.truth(body.get("force", False)),
    )
    return {"snapshot": view.snapshot(req, made)}


def delete_snapshot(req: ApiRequest) -> None:
    """Ask for a snapshot's removal."""
    block_storage.delete_snapshot(req.context, req.params["id"])


def _row(method: str, path: str, name: str, handler: Any, rule: str, **options: Any) -> Route:
    return Route(method, path, name, handler, rule + name, until=_LAST, **options)


_VOLUME_LIST = answers.one("volumes", answers.listed(view.volume))
_ONE_VOLUME = answers.one("volume", view.volume)
_SNAPSHOT_LIST = answers.one("snapshots", answers.listed(view.snapshot))
_ONE_SNAPSHOT = answers.one("snapshot", view.snapshot)

ROUTES = (
    _row("GET", _VOLUMES, "list", index, _RULE, query=schemas.LIST, answer=_VOLUME_LIST),
    _row("POST", _VOLUMES, "create", create, _RULE, body=schemas.VOLUME, answer=_ONE_VOLUME),
    _row("GET", f"{_VOLUMES}/detail", "detail", index, _RULE, query=schemas.LIST, answer=_VOLUME_LIST),
    _row("GET", _VOLUME, "show", show, _RULE, answer=_ONE_VOLUME),
    _row("DELETE", _VOLUME, "delete", delete, _RULE, ok=202),
    _row("GET", _SNAPSHOTS, "list", index_snapshots, _SNAPSHOT_RULE, query=schemas.LIST, answer=_SNAPSHOT_LIST),
    _row("POST", _SNAPSHOTS, "create", create_snapshot, _SNAPSHOT_RULE, body=schemas.SNAPSHOT, answer=_ONE_SNAPSHOT),
    _row(
        "GET",
        f"{_SNAPSHOTS}/detail",
        "detail",
        index_snapshots,
        _SNAPSHOT_RULE,
        query=schemas.LIST,
        answer=_SNAPSHOT_LIST,
    ),
    _row("GET", _SNAPSHOT, "show", show_snapshot, _SNAPSHOT_RULE, answer=_ONE_SNAPSHOT),
    _row("DELETE", _SNAPSHOT, "delete", delete_snapshot, _SNAPSHOT_RULE, ok=202),
)
