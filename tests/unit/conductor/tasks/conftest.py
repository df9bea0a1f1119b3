# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures of these tests."""

from tests.unit.control_plane import plane

__all__ = ["plane"]
