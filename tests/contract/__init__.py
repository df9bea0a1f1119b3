# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Promises between parts: the same suite for every implementation, tables against code, samples against generators."""
