# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filters: each turns a part of the request into a condition of the placement query."""
