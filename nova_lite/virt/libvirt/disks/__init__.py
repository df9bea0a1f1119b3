# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Local disks of guests: the cache of base images, the files of one guest, and their device names."""
