# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Compute API over HTTP: requests in, one table of routes, answers out.

Handlers read the request, call nova_lite.operations or a query module, and return a view. They hold no state checks.
"""
