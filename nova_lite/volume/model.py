# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots as Cinder describes them, cut down to what the Compute service reads. No HTTP here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A server that has the volume, and the device name there if one is known."""

    server_id: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume; size in GiB, created_at as Cinder writes it (UTC, no zone)."""

    id: str
    status: str = ""
    size_gb: int = 0
    name: str | None = None
    description: str | None = None
    availability_zone: str | None = None
    created_at: str | None = None
    volume_type: str | None = None
    snapshot_id: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Volume":
        """Read Cinder's form."""
        return cls(
            id=row["id"],
            status=row.get("status") or "",
            size_gb=row.get("size") or 0,
            name=row.get("name"),
            description=row.get("description"),
            availability_zone=row.get("availability_zone"),
            created_at=row.get("created_at"),
            volume_type=row.get("volume_type"),
            snapshot_id=row.get("snapshot_id"),
            metadata=dict(row.get("metadata") or {}),
            attachments=tuple(
                Attachment(one["server_id"], one.get("device"))
                for one in row.get("attachments") or ()
                if one.get("server_id")
            ),
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of a volume; size in GiB."""

    id: str
    volume_id: str
    status: str = ""
    size_gb: int = 0
    name: str | None = None
    description: str | None = None
    created_at: str | None = None

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Snapshot":
        """Read Cinder's form."""
        return cls(
            id=row["id"],
            volume_id=row.get("volume_id") or "",
            status=row.get("status") or "",
            size_gb=row.get("size") or 0,
            name=row.get("name"),
            description=row.get("description"),
            created_at=row.get("created_at"),
        )


@dataclass(frozen=True, slots=True)
class NewVolume:
    """What a client may say about a volume that is to be made; size in GiB."""

    size_gb: int
    name: str | None = None
    description: str | None = None
    volume_type: str | None = None
    snapshot_id: str | None = None
    availability_zone: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Cinder's form."""
        return {
            "size": self.size_gb,
            "name": self.name,
            "description": self.description,
            "volume_type": self.volume_type,
            "snapshot_id": self.snapshot_id,
            "availability_zone": self.availability_zone,
            "metadata": dict(self.metadata),
        }
