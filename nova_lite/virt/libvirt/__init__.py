# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Guests on libvirt with QEMU or KVM."""

from nova_lite.virt.libvirt.driver import LibvirtDriver

__all__ = ["LibvirtDriver"]
