# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[placement]: how to reach the Placement service."""

from nova_lite.conf import identity

GROUP = "placement"

OPTIONS = identity.client_options("placement")
