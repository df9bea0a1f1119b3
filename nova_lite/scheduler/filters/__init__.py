# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Filters: one class per module; each passes or rejects one host for one request, with a reason."""
