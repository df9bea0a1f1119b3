# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""This client is tested against the fixture services."""

from tests.functional.fixtures.cloud import cloud

__all__ = ["cloud"]
