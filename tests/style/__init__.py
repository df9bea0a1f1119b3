# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house as tests: sizes, mirror of the tree, names, states, headers. Each failure says what to do."""
