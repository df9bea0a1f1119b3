# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/metrics and /health of a daemon: what nova_lite.figures counts and what the daemon's checks say, over HTTP.

All worker processes of a daemon write into one folder; one of them serves the port and answers for all, and when it
dies another takes its place. Only switch.py and checks.py are loaded while [metrics_http]enabled is false.
"""
