# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Answers as plain dictionaries, one module per resource; views do no I/O."""
