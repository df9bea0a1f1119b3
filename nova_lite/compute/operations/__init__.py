# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a compute host does when asked: each module holds the endpoint and the steps of one operation."""
