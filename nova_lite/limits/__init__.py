# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Quota: what projects and users may have, what they have, and whether more fits."""
