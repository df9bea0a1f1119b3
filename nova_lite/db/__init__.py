# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Databases: engines, and one module of explicit queries per noun. Sessions are passed in; nothing loads lazily."""
