# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Handlers of /servers, one module per verb or sub-resource; the rows are in routes.py."""
