# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volumes and os-snapshots: Cinder's volumes and snapshots in the form of old versions, until 2.35."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import types
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
    return {"volumes": [view.volume(one) for one in found]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One volume."""
    return {"volume": view.volume(block_storage.volume(req.context, req.params["id"]))}


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
    return {"volume": view.volume(made)}


def delete(req: ApiRequest) -> None:
    """Ask for a volume's removal."""
    block_storage.delete_volume(req.context, req.params["id"])


def index_snapshots(req: ApiRequest) -> dict[str, Any]:
    """Snapshots of the own project."""
    found = block_storage.snapshots(req.context, *req.limit_and_offset())
    return {"snapshots": [view.snapshot(one) for one in found]}


def show_snapshot(req: ApiRequest) -> dict[str, Any]:
    """One snapshot."""
    return {"snapshot": view.snapshot(block_storage.snapshot(req.context, req.params["id"]))}


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
    return {"snapshot": view.snapshot(made)}


def delete_snapshot(req: ApiRequest) -> None:
    """Ask for a snapshot's removal."""
    block_storage.delete_snapshot(req.context, req.params["id"])


def _snapshots(method: str, path: str, name: str, handler: Any, **options: Any) -> Route:
    return Route(method, path, name, handler, f"{_SNAPSHOT_RULE}{name}", until=_LAST, **options)


ROUTES = (
    Route("GET", _VOLUMES, "list", index, f"{_RULE}list", query=schemas.LIST, until=_LAST),
    Route("POST", _VOLUMES, "create", create, f"{_RULE}create", body=schemas.VOLUME, until=_LAST),
    Route("GET", f"{_VOLUMES}/detail", "detail", index, f"{_RULE}detail", query=schemas.LIST, until=_LAST),
    Route("GET", _VOLUME, "show", show, f"{_RULE}show", until=_LAST),
    Route("DELETE", _VOLUME, "delete", delete, f"{_RULE}delete", until=_LAST, ok=202),
    _snapshots("GET", _SNAPSHOTS, "list", index_snapshots, query=schemas.LIST),
    _snapshots("POST", _SNAPSHOTS, "create", create_snapshot, body=schemas.SNAPSHOT),
    _snapshots("GET", f"{_SNAPSHOTS}/detail", "detail", index_snapshots, query=schemas.LIST),
    _snapshots("GET", _SNAPSHOT, "show", show_snapshot),
    _snapshots("DELETE", _SNAPSHOT, "delete", delete_snapshot, ok=202),
)
