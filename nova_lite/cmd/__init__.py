# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Entry points: one thin main per daemon and tool.

Importing this package chooses the kind of threads of the process, before any main module imports anything else: the one
piece of work at import time, because a library that was imported earlier would keep native threads and locks. And until
service.run() the garbage collector looks seldom: what is imported stays, to go through it again and again takes a tenth
of a daemon's start.
"""

import gc

from nova_lite import green

LOADING = 300_000

gc.set_threshold(LOADING)
green.patch()
