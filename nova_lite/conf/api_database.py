# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[api_database]: the one database of the whole cloud. Needed by API, scheduler and top conductor, not by computes."""

import copy

from oslo_db import options

GROUP = "api_database"

OPTIONS = copy.deepcopy(options.database_opts)
