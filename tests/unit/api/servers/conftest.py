# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures of tests of /servers."""

from tests.unit.api.servers.client import client, no_neutron
from tests.unit.control_plane import plane

__all__ = ["client", "no_neutron", "plane"]
