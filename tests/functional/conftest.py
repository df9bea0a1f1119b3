# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the functional tests."""

from tests.functional.stack import cloud, stack

__all__ = ["cloud", "stack"]
