# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage api openapi: what the API of a microversion offers. It needs no database and no running API."""

import argparse
import json
import sys

from nova_lite.api import openapi, versions
from nova_lite.cmd.manage.commands import Argument, Command


def show_openapi(args: argparse.Namespace) -> int:
    """Print the document of a microversion; raises InvalidVersion or UnsupportedVersion."""
    version = versions.negotiate({versions.HEADER: f"{versions.SERVICE} {args.microversion}"})
    json.dump(openapi.document(version), sys.stdout, indent=2)
    print()
    return 0


COMMANDS = (
    Command(
        "api",
        "openapi",
        show_openapi,
        "Print the OpenAPI document of a microversion.",
        (Argument("--microversion", "2.1 to the newest, or latest (default)", {"default": "latest"}),),
    ),
)
