# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""REST client of Cinder: volumes and their snapshots as our own records."""
