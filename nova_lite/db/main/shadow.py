# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shadow tables: where archived rows rest. Columns of the table they came from, without constraints and indexes.

No daemon reads them.
"""

from sqlalchemy import Column, Table

from nova_lite.db.main.models import Base
from nova_lite.db.model_base import SoftDelete

PREFIX = "shadow_"


def _shadow_of(table: Table) -> Table:
    columns = [
        Column(one.name, one.type, primary_key=one.primary_key, nullable=one.nullable, autoincrement=False)
        for one in table.columns
    ]
    return Table(PREFIX + table.name, table.metadata, *columns)


# Every table whose rows are marked as deleted, and its shadow.
SHADOWS: dict[Table, Table] = {
    model.__table__: _shadow_of(model.__table__)
    for model in sorted(Base.__subclasses__(), key=lambda one: one.__name__)
    if issubclass(model, SoftDelete)
}

# All tables of a cell database, shadows included.
METADATA = Base.metadata
