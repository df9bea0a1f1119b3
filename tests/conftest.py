# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Chooses the kind of threads of the test process before any test imports anything: native ones, unless asked otherwise.

Fixture servers and pytest's own plug-ins share the process, and a patch in the middle of a run would leave locks of both
kinds. With OS_NOVA_DISABLE_EVENTLET_PATCHING=false the same tests run on green threads (not together with xdist).
"""

import os

os.environ.setdefault("OS_NOVA_DISABLE_EVENTLET_PATCHING", "true")

from nova_lite import concurrency  # noqa: E402  (the choice above comes first)

concurrency.patch()
