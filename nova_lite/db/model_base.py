# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Columns that many tables share."""

import datetime

from oslo_utils import timeutils
from sqlalchemy import DateTime, Integer, String, Text
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, mapped_column


def utcnow() -> datetime.datetime:
    """Now, UTC, as stored: without zone and microseconds."""
    now: datetime.datetime = timeutils.utcnow().replace(microsecond=0)
    return now


def long_text() -> Text:
    """Text beyond MySQL's 64 KiB."""
    return Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def medium_text() -> Text:
    """Text up to 16 MiB on MySQL."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


class Timestamps:
    """When a row was made and last changed."""

    created_at: Mapped[datetime.datetime | None] = mapped_column(DateTime, default=utcnow)
    updated_at: Mapped[datetime.datetime | None] = mapped_column(DateTime, onupdate=utcnow)


class SoftDelete(Timestamps):
    """Rows that are marked instead of removed: `deleted` becomes the row's id."""

    deleted_at: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    deleted: Mapped[int] = mapped_column(Integer, default=0)


class Journalled(Timestamps):
    """Columns of the operation journal, alike in the API database (creates without a cell) and in the cells.

    attempt counts who took the operation: whoever acts for it names the attempt it holds, so that one who was replaced
    meanwhile changes nothing. lease: until when the holder is believed to be at work. outcome: null while it is open.
    """

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str] = mapped_column(String(36), nullable=False)
    request_id: Mapped[str] = mapped_column(String(255), nullable=False)
    instance_uuid: Mapped[str] = mapped_column(String(36), nullable=False)
    kind: Mapped[str] = mapped_column(String(32), nullable=False)
    arguments: Mapped[str | None] = mapped_column(medium_text())
    step: Mapped[str] = mapped_column(String(64), nullable=False)
    owner: Mapped[str | None] = mapped_column(String(255))
    attempt: Mapped[int] = mapped_column(Integer, nullable=False)
    lease: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    deadline: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    outcome: Mapped[str | None] = mapped_column(String(16))
    finished_at: Mapped[datetime.datetime | None] = mapped_column(DateTime)
