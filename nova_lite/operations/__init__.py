# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the API does with servers: check, record, first state change, send. One module per operation."""
