# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Databases as servers: schemas and behaviour that SQLite does not have."""
