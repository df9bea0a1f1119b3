# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Microversions: what each one changed, and how clients ask for one.

The list is data: its length is the maximum version. Rows of the route table name the versions they hold for.
"""

import re
from collections.abc import Mapping
from functools import cache

import microversion_parse

from nova_lite import exception

SERVICE = "compute"
LEGACY_HEADER = "X-OpenStack-Nova-API-Version"
HEADER = "OpenStack-API-Version"

# The first line is 2.1, the next 2.2, and so on.
HISTORY = (
    "Base: the resources of legacy v2 with strict checks of input.",
    "Key pairs have a type; create answers 201, delete 204.",
    "Server details gain host name, kernel, reservation and user data for administrators.",
    "Fixed addresses show whether they are reserved.",
    "Filter ip6 for everybody.",
    "Remote consoles get a resource of their own.",
    "Sharing a public flavor with a project is a conflict.",
    "Console type webmks.",
    "Server details show whether the server is locked.",
    "Key pairs of other users, for administrators.",
    "Compute services can be forced down.",
    "Virtual interfaces show their network.",
    "Server groups show project and user.",
    "Evacuate decides itself about shared storage and returns no password.",
    "Soft server group policies.",
    "Server details show the host status.",
    "Crash dumps of servers.",
    "The project id in the URL is optional.",
    "Servers have a description.",
    "Volumes of shelved servers.",
    "Actions of deleted servers.",
    "A live migration can be forced to complete.",
    "Migrations of a server; os-migrations items gain migration_type and links.",
    "A running live migration can be aborted.",
    "Block migration auto.",
    "Servers have tags.",
    "The header OpenStack-API-Version.",
    "CPU info of hypervisors is an object.",
    "Evacuate checks a named host with the scheduler unless forced.",
    "Live migrate checks a named host with the scheduler unless forced.",
    "Console auth tokens of every console type.",
    "Device tags at create.",
    "Hypervisors are listed in pages.",
    "Checks of a live migration do not hold up the answer.",
    "Key pairs are listed in pages.",
    "The proxies of image, network and volume services are gone.",
    "Create needs networks, which may be auto or none.",
    "A server list by an unknown status is refused.",
    "The proxy of image metadata is gone.",
    "Usage is listed in pages.",
    "Aggregates show their uuid.",
    "Device tags at create again.",
    "os-hosts is gone.",
    "Actions on fixed and floating addresses are gone.",
    "createImage and createBackup answer with a body instead of a Location.",
    "X-OpenStack-Request-ID next to X-Compute-Request-ID.",
    "Server details embed the flavor.",
    "Diagnostics have one format for all drivers.",
    "Device tags at attach.",
    "Quota classes: server groups come, network quotas go.",
    "External event volume-extended; action events for everybody.",
    "Tags at create.",
    "Services and hypervisors are identified by uuid.",
    "Rebuild can change the key pair.",
    "Flavors have a description, which PUT changes.",
    "Cold migration to a named host.",
    "File injection is gone; rebuild takes user data.",
    "Instance actions are listed in pages and filtered by time.",
    "Migrations are listed in pages and filtered by time.",
    "Volumes attached to several servers.",
    "Flavors show their extra specs.",
    "Action events show the host.",
    "Trusted image certificates at create and rebuild.",
    "Server groups have one policy with rules.",
    "Queued live migrations can be aborted.",
    "Filter changes-before.",
    "Volume type of a boot volume.",
    "Evacuate and live migrate can no longer be forced.",
    "Minimal answers about cells that are down.",
    "Attachments show their tag.",
    "Servers show their server group.",
    "Create with ports that demand bandwidth.",
    "Locks have a reason.",
    "Create on a named host or node.",
    "Unknown query parameters are refused in more lists; full answers of update and rebuild.",
    "External event power-update.",
    "Unshelve into a zone.",
    "NUMA topology of servers.",
    "Volume attach takes and shows delete_on_termination.",
    "Migrations show user and project.",
    "Images can be cached on the hosts of an aggregate.",
    "External event accelerator-request-bound.",
    "More filters of server lists for everybody.",
    "Action events show details.",
    "PUT of a volume attachment can change delete_on_termination.",
    "Extra specs are validated.",
    "Rescue of servers on volumes.",
    "Hypervisors lose resource numbers, gain uptime.",
    "Volume attachments show attachment_id and bdm_uuid, no id.",
    "Servers take a host name.",
    "Unshelve to a named host, or unpin the zone.",
    "Key pairs are imported only.",
    "Rebuild of servers on volumes with another image.",
    "Host names may be fully qualified.",
    "Evacuated servers end stopped.",
    "Servers show the zone they are pinned to.",
    "Shares of servers.",
    "The image of a server shows its properties.",
    "Console type spice-direct.",
    "Servers show scheduler hints.",
    "Volume attach answers 202 without a body.",
    "Flavors lose rxtx_factor and disabled, gain a name filter; unknown query parameters are refused everywhere.",
    "os-volumes_boot is gone.",
    "PUT of a server can pin its zone or unpin it.",
)

MINIMUM = "2.1"
MAXIMUM = f"2.{len(HISTORY)}"
_FORM = re.compile(r"([1-9]\d*)\.([1-9]\d*|0)")


class InvalidVersion(exception.Invalid):
    """A version header that is not of the form N.M."""

    msg_fmt = "API Version String %(version)s is of invalid format. Must be of format MajorNum.MinorNum."


class UnsupportedVersion(exception.NovaException):
    """A well-formed version outside what is supported; `requested` is a (major, minor) pair."""

    msg_fmt = "Version %(text)s is not supported by the API. Minimum is %(minimum)s and maximum is %(maximum)s."

    def __init__(self, requested: tuple[int, int]) -> None:
        self.requested = requested
        super().__init__(text=text(requested), minimum=MINIMUM, maximum=MAXIMUM)


@cache
def parse(version: str) -> tuple[int, int]:
    """The pair of numbers in N.M; raises InvalidVersion."""
    found = _FORM.fullmatch(version)
    if found is None:
        raise InvalidVersion(version=version)
    return int(found.group(1)), int(found.group(2))


def text(version: tuple[int, int]) -> str:
    """N.M of a pair."""
    return f"{version[0]}.{version[1]}"


def negotiate(headers: Mapping[str, str | None]) -> tuple[int, int]:
    """The version that the headers ask for, 2.1 if none; raises InvalidVersion or UnsupportedVersion."""
    given = [(name, value) for name in (HEADER, LEGACY_HEADER) if (value := headers.get(name)) is not None]
    asked = microversion_parse.get_version(given, SERVICE, [LEGACY_HEADER])
    if asked is None:
        return parse(MINIMUM)
    if asked == "latest":
        return parse(MAXIMUM)
    found = _FORM.fullmatch(asked)
    if found is None:
        raise InvalidVersion(version=asked)
    version = int(found.group(1)), int(found.group(2))
    if not parse(MINIMUM) <= version <= parse(MAXIMUM):
        raise UnsupportedVersion(version)
    return version
