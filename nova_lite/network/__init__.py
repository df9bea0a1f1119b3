# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Neutron seen from the Compute service: ports of servers, their addresses, their security groups."""
