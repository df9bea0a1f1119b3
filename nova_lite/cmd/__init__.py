# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Entry points: one thin main per daemon and tool.

Importing this package chooses the kind of threads of the process, before any main module imports anything else: the one
piece of work at import time, because a library that was imported earlier would keep native threads and locks.
"""

from nova_lite import concurrency

concurrency.patch()
