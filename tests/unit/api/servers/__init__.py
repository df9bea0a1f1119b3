# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Unit tests repeat the tree of nova_lite: pure, no network, no database server."""
