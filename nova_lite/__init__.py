# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Nova Lite: the OpenStack Compute service, rewritten small. ARCHITECTURE.md is the map of this package.

Importing the package does nothing: daemons and tools are started by nova_lite.cmd.
"""
