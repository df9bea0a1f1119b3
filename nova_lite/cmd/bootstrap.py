# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What every main does first: read the configuration, set up logging, and end with one line when something is wrong."""

import sys
from collections.abc import Callable

from oslo_log import log as logging

from nova_lite import conf, exception, version
from nova_lite.conf import CONF

LOG = logging.getLogger(__name__)


def prepare(binary: str, argv: list[str] | None = None) -> None:
    """Parse options and configure logging. Exits with a message that names a bad option."""
    logging.register_options(CONF)
    conf.parse_args(sys.argv if argv is None else argv)
    logging.setup(CONF, "nova")
    LOG.info("%s, version %s", binary, version.VERSION)


def run_or_exit(binary: str, body: Callable[[], None]) -> None:
    """Run a daemon's body; configuration errors end the process with code 1 and one line on stderr and in the log."""
    try:
        body()
    except (exception.Invalid, OSError) as error:
        LOG.critical("%s cannot start: %s", binary, error)
        sys.exit(f"{binary} cannot start: {error}")
