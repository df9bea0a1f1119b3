# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Weighers: one class per module; each gives every host a raw value, which is normalised and multiplied."""
