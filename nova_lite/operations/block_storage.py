# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots for clients of old API versions. Cinder owns them; nothing is recorded here.

Volumes of servers are the business of volumes.py.
"""

from oslo_log import log as logging

from nova_lite.context import RequestContext
from nova_lite.volume import client
from nova_lite.volume.model import NewVolume, Snapshot, Volume

LOG = logging.getLogger(__name__)


def volumes(context: RequestContext, limit: int, offset: int) -> list[Volume]:
    """A page of the caller's volumes."""
    return client.volumes(context, limit, offset)


def volume(context: RequestContext, volume_id: str) -> Volume:
    """One volume; raises VolumeNotFound."""
    return client.volume(context, volume_id)


def create_volume(context: RequestContext, wanted: NewVolume) -> Volume:
    """Ask for a volume; raises SnapshotNotFound, OverQuota, InvalidInput."""
    if wanted.snapshot_id is not None:
        client.snapshot(context, wanted.snapshot_id)
    made = client.create_volume(context, wanted)
    LOG.info("Volume %s of %d GiB is asked for by project %s", made.id, made.size_gb, context.project_id)
    return made


def delete_volume(context: RequestContext, volume_id: str) -> None:
    """Ask for a volume's removal; raises VolumeNotFound, InvalidInput for one in use."""
    client.delete_volume(context, volume_id)
    LOG.info("Removal of volume %s is asked for", volume_id)


def snapshots(context: RequestContext, limit: int, offset: int) -> list[Snapshot]:
    """A page of the caller's snapshots."""
    return client.snapshots(context, limit, offset)


def snapshot(context: RequestContext, snapshot_id: str) -> Snapshot:
    """One snapshot; raises SnapshotNotFound."""
    return client.snapshot(context, snapshot_id)


def create_snapshot(
    context: RequestContext, volume_id: str, name: str | None, description: str | None, force: bool
) -> Snapshot:
    """Ask for a snapshot; raises VolumeNotFound, OverQuota, InvalidInput."""
    made = client.create_snapshot(context, volume_id, name, description, force)
    LOG.info("Snapshot %s of volume %s is asked for", made.id, volume_id)
    return made


def delete_snapshot(context: RequestContext, snapshot_id: str) -> None:
    """Ask for a snapshot's removal; raises SnapshotNotFound, InvalidInput for one in use."""
    client.delete_snapshot(context, snapshot_id)
    LOG.info("Removal of snapshot %s is asked for", snapshot_id)
