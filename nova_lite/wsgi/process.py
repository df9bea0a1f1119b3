# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a WSGI server's worker process does before it can serve: options, logging, database, service record.

$OS_NOVA_CONFIG_DIR (/etc/nova) and $OS_NOVA_CONFIG_FILES (nova.conf; several separated by semicolons) name the files,
as for Nova. The server decides on threads, so nothing is patched here.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from oslo_log import log as logging

from nova_lite import conf, exception, service, version
from nova_lite.conf import CONF
from nova_lite.db import health
from nova_lite.monitor import switch
from nova_lite.notifications.instance import watch_states
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.rpc import transport

LOG = logging.getLogger(__name__)

CONFIG_DIR = "/etc/nova"
CONFIG_FILES = "nova.conf"


def config_files(environment: Mapping[str, str]) -> list[str]:
    """Paths of the configuration files; paste files, which Nova lists here too, are left out."""
    folder = environment.get("OS_NOVA_CONFIG_DIR", "").strip() or CONFIG_DIR
    names = environment.get("OS_NOVA_CONFIG_FILES", "").strip() or CONFIG_FILES
    return [
        os.path.join(folder, name.strip()) for name in names.split(";") if name.strip() and not name.endswith(".ini")
    ]


def load(binary: str, load_application: Callable[[], Any]) -> Any:
    """Prepare this process and return the application. Exits with one line when a file or a value is bad."""
    conf.parse_args([binary], default_config_files=config_files(os.environ))
    logging.setup(CONF, "nova")
    store.use(DatabaseStore())
    watch_states("nova-api")
    try:
        switch.begin(binary, (transport.BROKER, *health.checks()))
    except exception.Invalid as error:
        sys.exit(f"{binary} cannot start: {error}")
    application = load_application()
    service.register_when_possible(service.Identity(binary, binary, CONF.host))
    LOG.info("%s, version %s, is loaded", binary, version.VERSION)
    return application
