# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every test of limits has empty databases in memory and the default configuration."""

from collections.abc import Iterator

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import cells, policy
from nova_lite.conf import CONF
from nova_lite.db import engine
from nova_lite.db.api import cell_mappings
from nova_lite.db.api import models as api_models
from nova_lite.db.main import models as main_models

CELL_UUID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(autouse=True)
def databases(tmp_path: object) -> Iterator[None]:
    """One API database and one cell database."""
    with config_fixture.Config(CONF) as config:
        config.conf([], project="nova", default_config_files=[], default_config_dirs=[])
        config.config(group="api_database", connection=f"sqlite:///{tmp_path}/api.db")
        config.config(group="database", connection=f"sqlite:///{tmp_path}/cell.db")
        policy.reset()
        cells.reset()
        api_models.Base.metadata.create_all(engine.api_database().engine)
        main_models.Base.metadata.create_all(engine.cell_database(None).engine)
        with engine.api_database().writer() as session:
            cell_mappings.create(
                session,
                uuid=CELL_UUID,
                name="cell1",
                transport_url="none:///",
                database_connection=CONF.database.connection,
            )
        yield
        engine.api_database().dispose()
        engine.cell_database(None).dispose()
        policy.reset()
        cells.reset()
