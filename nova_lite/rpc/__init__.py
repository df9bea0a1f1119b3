# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The message bus: transport, and one module of typed client functions per kind of daemon."""
