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
    mapper.local_table: _shadow_of(mapper.local_table)
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__)
    if issubclass(mapper.class_, SoftDelete) and isinstance(mapper.local_table, Table)
}

# All tables of a cell database, shadows included.
METADATA = Base.metadata
