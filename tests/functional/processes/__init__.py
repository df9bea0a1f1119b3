# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Daemons as processes of their own, over a real message broker and a real database."""
