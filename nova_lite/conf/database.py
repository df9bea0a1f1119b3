# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[database]: the cell database. The options are oslo.db's; the API database repeats them in [api_database]."""

import copy

from oslo_db import options

GROUP = "database"

OPTIONS = copy.deepcopy(options.database_opts)
