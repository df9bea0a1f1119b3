# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Policy rules about floating IP pools."""

from nova_lite.policies.base import ANY, rule

RULES = (rule("os_compute_api:os-floating-ip-pools", ANY, "List floating IP pools", "GET /os-floating-ip-pools"),)
