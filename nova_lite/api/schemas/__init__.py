# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""JSON schemas of bodies and queries, one module per resource; data only."""
