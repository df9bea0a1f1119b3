# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[vendordata_dynamic_auth]: credentials towards the web services of dynamic vendor data."""

from nova_lite.conf import identity

GROUP = "vendordata_dynamic_auth"

OPTIONS = [*identity.session_options(), *identity.auth_options()]
