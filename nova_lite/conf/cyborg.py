# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[cyborg]: how to reach the accelerator service."""

from nova_lite.conf import identity

GROUP = "cyborg"

OPTIONS = identity.client_options("accelerator")
