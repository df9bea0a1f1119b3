# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[manila]: how to reach the shared file system service."""

from oslo_config import cfg

from nova_lite.conf import identity

GROUP = "manila"

OPTIONS = [
    cfg.IntOpt(
        "share_apply_policy_timeout",
        default=10,
        min=0,
        help="Seconds to wait until a share grants this host access.",
    ),
    *identity.client_options("shared-file-system"),
]
