# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The metadata API for WSGI servers: nova_lite.wsgi.metadata:application."""

from nova_lite.metadata import app
from nova_lite.wsgi import process

application = process.load("nova-metadata", app.load)
