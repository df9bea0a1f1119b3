# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""End to end, through the openstack command line against a devstack: real services, real guests."""
