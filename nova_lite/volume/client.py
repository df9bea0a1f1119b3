# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cinder's REST API, one function per request, in our records and errors, on behalf of the user who asks.

Which volumes a server gets, and when, is decided elsewhere. Ids that are no uuids name nothing and are not sent.
"""

from typing import Any

from oslo_utils import uuidutils

from nova_lite import exception, keystone_auth
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import CatalogEntry, Reply
from nova_lite.volume.model import NewVolume, Snapshot, Volume

GROUP = "cinder"


def request(context: RequestContext, method: str, path: str, *, json: Any = None, params: Any = None) -> Reply:
    """One request below the address of Cinder's catalog entry; raises PeerUnavailable and nothing else."""
    kind, name, interface = CONF.cinder.catalog_info.split(":")
    template = CONF.cinder.endpoint_template
    rest = keystone_auth.rest(
        GROUP,
        context,
        endpoint=template % context.to_dict() if template else None,
        catalog=CatalogEntry(kind, name or None, interface, CONF.cinder.os_region_name),
        connect_retries=CONF.cinder.http_retries,
    )
    return rest.request(method, path, json=json, params=params)


# ---- volumes ---------------------------------------------------------------------------------------------------------


def volumes(context: RequestContext, limit: int, offset: int) -> list[Volume]:
    """Volumes of the caller's project, newest first."""
    reply = request(context, "GET", "/volumes/detail", params={"limit": limit, "offset": offset})
    return [Volume.from_json(row) for row in _checked(reply).body["volumes"]]


def volume(context: RequestContext, volume_id: str) -> Volume:
    """One volume; raises VolumeNotFound."""
    missing = exception.VolumeNotFound(volume_id=volume_id)
    return Volume.from_json(_one(context, "GET", "volumes", volume_id, missing).body["volume"])


def create_volume(context: RequestContext, wanted: NewVolume) -> Volume:
    """Ask for a volume, which is not ready yet on return. Raises OverQuota, InvalidInput, NotFound for its source."""
    reply = request(context, "POST", "/volumes", json={"volume": wanted.to_json()})
    return Volume.from_json(_checked(reply).body["volume"])


def delete_volume(context: RequestContext, volume_id: str) -> None:
    """Ask for a volume's removal; raises VolumeNotFound, InvalidInput for one in use."""
    _one(context, "DELETE", "volumes", volume_id, exception.VolumeNotFound(volume_id=volume_id))


# ---- snapshots -------------------------------------------------------------------------------------------------------


def snapshots(context: RequestContext, limit: int, offset: int) -> list[Snapshot]:
    """Snapshots of the caller's project, newest first."""
    reply = request(context, "GET", "/snapshots/detail", params={"limit": limit, "offset": offset})
    return [Snapshot.from_json(row) for row in _checked(reply).body["snapshots"]]


def snapshot(context: RequestContext, snapshot_id: str) -> Snapshot:
    """One snapshot; raises SnapshotNotFound."""
    missing = exception.SnapshotNotFound(snapshot_id=snapshot_id)
    return Snapshot.from_json(_one(context, "GET", "snapshots", snapshot_id, missing).body["snapshot"])


def create_snapshot(
    context: RequestContext, volume_id: str, name: str | None, description: str | None, force: bool = False
) -> Snapshot:
    """Ask for a snapshot; force: also of a volume in use. Raises VolumeNotFound, OverQuota, InvalidInput."""
    wanted = {"volume_id": volume_id, "name": name, "description": description, "force": force}
    reply = request(context, "POST", "/snapshots", json={"snapshot": wanted})
    missing = exception.VolumeNotFound(volume_id=volume_id)
    return Snapshot.from_json(_checked(reply, missing).body["snapshot"])


def delete_snapshot(context: RequestContext, snapshot_id: str) -> None:
    """Ask for a snapshot's removal; raises SnapshotNotFound, InvalidInput for one in use."""
    _one(context, "DELETE", "snapshots", snapshot_id, exception.SnapshotNotFound(snapshot_id=snapshot_id))


# ---- answers ---------------------------------------------------------------------------------------------------------


def _one(context: RequestContext, method: str, collection: str, ident: str, missing: exception.NovaException) -> Reply:
    if not uuidutils.is_uuid_like(ident):
        raise missing
    return _checked(request(context, method, f"/{collection}/{ident}"), missing)


def _checked(reply: Reply, missing: exception.NovaException | None = None) -> Reply:
    if reply.ok:
        return reply
    if reply.status == 404 and missing is not None:
        raise missing
    raise _refusal(reply)


def _refusal(reply: Reply) -> exception.NovaException:
    text = _text(reply)
    if reply.status == 401:
        return exception.PeerUnavailable(service=GROUP, reason=f"the token was refused: {text}")
    if reply.status == 403:
        return exception.Forbidden(f"Cinder refused: {text}")
    if reply.status == 404:
        return exception.NotFound(text)
    if reply.status == 413:
        return exception.OverQuota(text)
    return exception.InvalidInput(reason=text)


def _text(reply: Reply) -> str:
    """Cinder's own words; it wraps them in the name of the error."""
    for value in reply.body.values():
        if isinstance(value, dict) and value.get("message"):
            return str(value["message"])
    return f"HTTP {reply.status}"
