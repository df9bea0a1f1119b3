# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The body of a new floating address: nothing, or a pool."""

from nova_lite.api.schemas import types

CREATE = types.nullable(types.strict({"pool": types.nullable(types.STRING)}))
