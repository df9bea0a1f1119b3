# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hypervisor drivers: small capability protocols, a fake one, and libvirt."""
