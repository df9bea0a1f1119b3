# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[keystone]: how to reach Keystone for what token checking does not cover, such as whether a project exists."""

from nova_lite.conf import identity

GROUP = "keystone"

OPTIONS = identity.client_options("identity")
