# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about extensions."""

from nova_lite.policies.base import ANY, rule

RULES = (rule("os_compute_api:extensions", ANY, "List extensions", "GET /extensions", "GET /extensions/{alias}"),)
