# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Chooses the kind of threads of the test process before any test imports anything: native ones, unless told otherwise.

Fixture servers and pytest's own plug-ins share the process, and a patch in the middle of a run would leave locks of
both kinds. With OS_NOVA_DISABLE_EVENTLET_PATCHING=false the same tests run on green threads.
"""

import os

from nova_lite import green

os.environ.setdefault("OS_NOVA_DISABLE_EVENTLET_PATCHING", "true")
green.patch()
