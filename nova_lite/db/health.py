# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the databases of this process's options answer, for /health."""

from functools import partial

from sqlalchemy import select

from nova_lite.conf import CONF
from nova_lite.db.engine import DATABASES
from nova_lite.monitor.checks import Check

GROUPS = ("api_database", "database")


def checks() -> tuple[Check, ...]:
    """One check for each section that names a database."""
    return tuple(Check(group, partial(_ask, group)) for group in GROUPS if CONF[group].connection)


def _ask(group: str) -> None:
    """Run the least statement; raises what the database's driver raises."""
    with DATABASES.get(None, group).reader() as session:
        session.execute(select(1))
