# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Makes and upgrades the tables: two alembic histories, "main" for cell databases and "api" for the API database.

The scripts are package data, found next to this package. Their env.py files hold nothing but a call of run().
Never called by a daemon: operators upgrade schemas with nova-manage.
"""

from pathlib import Path
from typing import Literal

import alembic.util
from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

import nova_lite
from nova_lite import exception
from nova_lite.db.api import models as api_models
from nova_lite.db.engine import Database
from nova_lite.db.main import shadow

History = Literal["main", "api"]

GROUPS: dict[History, str] = {"main": "database", "api": "api_database"}
METADATA: dict[History, MetaData] = {"main": shadow.METADATA, "api": api_models.Base.metadata}


class MigrationFailed(exception.Invalid):
    """The wanted revision does not exist, or the scripts do not fit the database."""

    msg_fmt = "The database cannot be upgraded: %(reason)s"


def config(which: History) -> Config:
    """The settings of one history. The folder has no ini file, so that no logging of our caller is changed."""
    made = Config()
    folder = Path(nova_lite.__file__).parent / "migrations" / which
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    return made


def head(which: History) -> str | None:
    """The newest revision that this version of Nova Lite ships."""
    return ScriptDirectory.from_config(config(which)).get_current_head()


def sync(which: History, url: str, version: str | None = None) -> None:
    """Upgrade a database to a revision, by default the newest. Idempotent.

    Raises MigrationFailed for an unknown revision, DatabaseUnavailable when the server stays away.
    """
    settings = config(which)
    database = Database(url, GROUPS[which])
    try:
        with database.engine.connect() as connection:
            settings.attributes["connection"] = connection
            command.upgrade(settings, version or "head")
    except alembic.util.CommandError as error:
        raise MigrationFailed(reason=str(error)) from error
    finally:
        database.dispose()


def version(which: History, url: str) -> str | None:
    """The revision of a database; None when it has no tables of ours."""
    database = Database(url, GROUPS[which])
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.dispose()


def run(which: History) -> None:
    """Body of a history's env.py: run the scripts on the connection that sync() opened."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA[which],
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
