# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Compute API for WSGI servers: nova_lite.wsgi.api:application."""

from nova_lite.api import app
from nova_lite.wsgi import process

application = process.load("nova-osapi_compute", app.load)
