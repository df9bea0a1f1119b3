# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every test of operations has empty databases and the default configuration; some take a whole control plane."""

from tests.unit.api.conftest import databases
from tests.unit.control_plane import plane

__all__ = ["databases", "plane"]
