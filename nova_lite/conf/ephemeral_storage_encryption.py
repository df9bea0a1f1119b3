# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[ephemeral_storage_encryption]: encryption of local disks."""

from oslo_config import cfg

GROUP = "ephemeral_storage_encryption"

OPTIONS = [
    cfg.BoolOpt("enabled", default=False, help="Encrypt local disks kept in LVM."),
    cfg.StrOpt("cipher", default="aes-xts-plain64", help="Cipher and mode."),
    cfg.IntOpt("key_size", default=512, min=1, help="Bits of the key."),
    cfg.StrOpt(
        "default_format",
        default="luks",
        choices=[("luks", "LUKS version 1")],
        help="Format of encrypted disks whose flavor and image name none.",
    ),
]
