# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[service_user]: the service's own token, sent beside the user's so that long operations outlive the user's token."""

from oslo_config import cfg

from nova_lite.conf import identity

GROUP = "service_user"

OPTIONS = [
    cfg.BoolOpt(
        "send_service_user_token",
        default=False,
        help="Send it. Other services need it to trust requests that a project's user may not make alone (such as"
        " removing a volume attachment), so turn it on in real use.",
    ),
    *identity.session_options(),
    *identity.auth_options(),
]
