# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Every test of limits has empty databases and the default configuration."""

from tests.unit.api.conftest import databases

__all__ = ["databases"]
