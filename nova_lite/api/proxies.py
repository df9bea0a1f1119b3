# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of what old API versions did for other services, and of what the API has lost. Rows only."""

from nova_lite.api import gone
from nova_lite.api.route import Route

ROUTES: tuple[Route, ...] = (*gone.ROUTES,)
