# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which version of this program it is; read by setup.cfg, --version and service records.

It imports nothing, so that the build can read it without any dependency installed.
"""

VERSION = "0.1.0"
SERVICE_VERSION = 73  # what service records carry; Nova's own number for this interface
OLDEST_SERVICE_VERSION = 70  # of the release before; older compute services are refused
