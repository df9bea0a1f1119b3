# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Functional tests: all daemons in one process, fixture services around them."""
