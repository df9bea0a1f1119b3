# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a compute host does by itself, again and again: one module per task; table.py says how often."""
