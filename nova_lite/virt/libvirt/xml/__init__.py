# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Typed builders of libvirt XML: dataclass in, element out. No connection, no configuration."""
