# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console proxies: from a browser's web socket to a guest's console on its host."""
