# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Nova Lite: the OpenStack Compute service, rewritten small. ARCHITECTURE.md is the map of this package.

Importing the package starts nothing: daemons and tools are started by nova_lite.cmd.
"""

import os
import warnings

# Names are looked up by the C library: eventlet's own resolver costs every daemon 6 MB and a third of its start.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
# The library says at every import that it is old; the daemons run without it when the operator wants that.
warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
