# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Columns that many tables share."""

import datetime

from oslo_utils import timeutils
from sqlalchemy import DateTime, Integer, Text
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
