# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Placement: what compute nodes have, who uses it, and which could take a server."""
