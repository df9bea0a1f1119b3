# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which of the ways to keep limits is configured. Limits themselves are in quota.py and unified.py."""

from nova_lite.conf import CONF


def enforced() -> bool:
    """False with the driver that knows no limits."""
    return "Noop" not in CONF.quota.driver


def unified() -> bool:
    """True if limits are Keystone's."""
    return "Unified" in CONF.quota.driver
