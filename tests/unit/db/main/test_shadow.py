# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shadow tables."""

from nova_lite.db.main import models
from nova_lite.db.main.shadow import METADATA, SHADOWS


def test_every_table_with_marks_has_a_shadow_with_its_columns() -> None:
    marked = {table.name for table in METADATA.sorted_tables if "deleted" in table.c}
    shadows = {name for name in marked if name.startswith("shadow_")}
    assert {f"shadow_{name}" for name in marked - shadows} == shadows
    for table, shadow in SHADOWS.items():
        assert [column.name for column in shadow.columns] == [column.name for column in table.columns]


def test_shadows_have_no_constraints() -> None:
    shadow = SHADOWS[models.Migration.__table__]  # type: ignore[index]
    assert not shadow.foreign_keys and not shadow.indexes
