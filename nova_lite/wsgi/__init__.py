# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The HTTP daemons as WSGI applications: nova_lite.wsgi.api:application and nova_lite.wsgi.metadata:application.

For gunicorn, uWSGI and their like, which bring sockets, workers and threads of their own; load after the fork (uWSGI:
--lazy-apps). nova-api and nova-api-metadata do not use this package.

Importing it tells the libraries that threads are native ones, before any of them is imported and assumes otherwise; a
process that has chosen already (the test suite) is left as it is.
"""

from oslo_service import backend

if backend.get_backend_type() is None:
    backend.init_backend(backend.BackendType.THREADING)
