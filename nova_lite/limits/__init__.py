# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Quotas: limits of projects and users, and whether a request stays within them."""
