# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where alembic enters the history of the cell databases; everything it needs is in nova_lite.db.migration."""

from nova_lite.db import migration

migration.run("main")
