# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Aggregates as clients see them."""

from collections.abc import Callable
from typing import Any

from nova_lite.api.schemas import answers
from nova_lite.api.views import times
from nova_lite.api.views.fields import Field, View, always
from nova_lite.operations import aggregates


def _of(name: str) -> Callable[..., Any]:
    return lambda req, found: getattr(found.row, name)


def _moment(name: str) -> Callable[..., Any]:
    return lambda req, found: times.plain(getattr(found.row, name))


_ABOUT = (
    Field("id", answers.INTEGER, _of("id")),
    Field("name", answers.TEXT, _of("name")),
    Field("availability_zone", answers.TEXT_OR_NULL, lambda req, found: found.metadata.get(aggregates.ZONE)),
    Field("created_at", answers.PLAIN_TIME, _moment("created_at")),
    Field("updated_at", answers.PLAIN_TIME_OR_NULL, _moment("updated_at")),
    Field("deleted", answers.word(False), always(False)),
    Field("deleted_at", answers.NULL, always(None)),
    Field("uuid", answers.UUID, _of("uuid"), "2.41"),
)

created = View("NewAggregate", *_ABOUT)
full = View(
    "Aggregate",
    *_ABOUT,
    Field("hosts", answers.listed(answers.TEXT), lambda req, found: list(found.hosts)),
    Field("metadata", answers.TEXTS, lambda req, found: found.metadata),
)
