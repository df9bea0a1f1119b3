# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage: schemas, cells and dry runs, for operators. It talks to databases, Placement and Glance, never to the
message bus.

The modules of this package hold one table of commands each; the exit code is what the command returns, 255 when it
breaks.
"""

import sys
import traceback
from collections.abc import Sequence
from typing import Any

from oslo_config import cfg
from oslo_log import log as logging

from nova_lite import conf, exception
from nova_lite.cmd.manage import (
    api,
    archive,
    cell_hosts,
    cell_servers,
    cell_setup,
    commands,
    placement_audit,
    placement_explain,
    placement_heal,
    schema,
)
from nova_lite.conf import CONF

COMMANDS = (
    *schema.COMMANDS,
    *archive.COMMANDS,
    *cell_setup.COMMANDS,
    *cell_hosts.COMMANDS,
    *cell_servers.COMMANDS,
    *placement_explain.COMMANDS,
    *placement_audit.COMMANDS,
    *placement_heal.COMMANDS,
    *api.COMMANDS,
)
BROKEN = 255


def run(argv: Sequence[str]) -> int:
    """Parse a command line (argv[0] is the program), run its command, and return the exit code."""
    conf.parse_args(argv)
    logging.setup(CONF, "nova")
    command, arguments = commands.chosen()
    try:
        return command.run(arguments)
    except exception.NovaException as error:
        print(f"An error has occurred: {error}", file=sys.stderr)
    except Exception:
        print(f"An error has occurred:\n{traceback.format_exc()}", file=sys.stderr)
        logging.getLogger(__name__).debug("%s %s broke", command.category, command.name, exc_info=True)
    return BROKEN


def _add_parsers(categories: Any) -> None:
    commands.add_parsers(categories, COMMANDS)


SUBCOMMAND = cfg.SubCommandOpt("category", title="Commands", handler=_add_parsers)


def main() -> None:
    """Entry point of the console script."""
    CONF.register_cli_opt(SUBCOMMAND)
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    sys.exit(run(sys.argv))
