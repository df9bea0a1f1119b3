# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a guest's hardware looks like, computed from flavor and image. Pure functions, no input or output."""
