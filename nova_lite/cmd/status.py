# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-status: may this deployment be upgraded, or go on running, with this code? It reads and changes nothing.

`nova-status upgrade check` prints a table; exit code 0 all is well, 1 warnings, 2 failures, 255 a check broke.
"""

import sys
from collections.abc import Callable

from keystoneauth1 import exceptions as ks_exceptions
from keystoneauth1 import loading
from oslo_upgradecheck import common_checks, upgradecheck
from oslo_upgradecheck.upgradecheck import Code, Result
from oslo_utils import versionutils
from sqlalchemy import exists, func, select

from nova_lite import cells, conf, exception, keystone_auth, version
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db import engine
from nova_lite.db.api import models as api_models
from nova_lite.db.main import models
from nova_lite.db.session import Session

PLACEMENT_NEEDED = (1, 36)
CINDER_NEEDED = (3, 44)
MACHINE_TYPE_KEY = "image_hw_machine_type"
LISTED = 10

_SETUP = "Run `nova-manage cell_v2 simple_cell_setup`, then check again."


def _in_cells(question: Callable[[Session], list[str]]) -> list[str]:
    """Answers of all enabled cells that can hold servers, in one list."""
    answers: list[str] = []
    admin = get_admin_context()
    for cell in cells.all_cells(with_disabled=False):
        with cells.database(cells.target(admin, cell)).reader() as session:
            answers.extend(question(session))
    return answers


def _some(names: list[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")


def compute_hosts(session: Session) -> list[str]:
    """Hosts of a cell that have a compute node."""
    query = select(models.ComputeNode.host).where(models.ComputeNode.deleted == 0)
    return [str(host) for host in session.scalars(query)]


def old_computes(session: Session) -> list[str]:
    """Compute services of a cell that are too old to work with this code, as "host (version)"."""
    service = models.Service
    query = select(service.host, service.version).where(
        service.deleted == 0, service.binary == "nova-compute", service.version < version.OLDEST_SERVICE_VERSION
    )
    return [f"{host} ({number})" for host, number in session.execute(query.order_by(service.host))]


def servers_without_machine_type(session: Session) -> list[str]:
    """Servers of a cell whose machine type is not recorded, so that a new default would change them."""
    known = exists().where(
        models.InstanceSystemMetadata.instance_uuid == models.Instance.uuid,
        models.InstanceSystemMetadata.key == MACHINE_TYPE_KEY,
        models.InstanceSystemMetadata.deleted == 0,
    )
    query = select(models.Instance.uuid).where(models.Instance.deleted == 0, models.Instance.host.isnot(None), ~known)
    return [str(uuid) for uuid in session.scalars(query)]


def check_cells(checks: "Checks") -> Result:
    """cell0 and another cell exist, and hosts are mapped if there are any."""
    with engine.api_database().reader() as session:
        uuids = set(session.scalars(select(api_models.CellMapping.uuid)))
        mapped = session.scalar(select(func.count()).select_from(api_models.HostMapping)) or 0
    if not uuids:
        return Result(Code.FAILURE, f"There is no cell. {_SETUP}")
    if cells.CELL0_UUID not in uuids:
        return Result(Code.FAILURE, f"cell0 is missing. {_SETUP}")
    if len(uuids) < 2:
        return Result(Code.FAILURE, f"There is no cell beside cell0. {_SETUP}")
    if mapped:
        return Result(Code.SUCCESS)
    if _in_cells(compute_hosts):
        return Result(
            Code.FAILURE,
            "There are compute nodes but no host is mapped to a cell. Run `nova-manage cell_v2"
            " discover_hosts`, then check again.",
        )
    return Result(
        Code.SUCCESS, "There is no compute node yet. Run `nova-manage cell_v2 discover_hosts` when there is one."
    )


def check_placement(checks: "Checks") -> Result:
    """Placement answers us and is new enough."""
    needed = ".".join(str(part) for part in PLACEMENT_NEEDED)
    try:
        reply = keystone_auth.rest("placement", None, as_service=True).request("GET", "/")
    except (exception.PeerUnavailable, exception.ConfigInvalid) as error:
        return Result(Code.FAILURE, f"Placement cannot be used: {error}")
    offered = reply.body.get("versions") or []
    newest = max((versionutils.convert_version_to_tuple(one["max_version"]) for one in offered), default=(0, 0))
    if newest < PLACEMENT_NEEDED:
        return Result(Code.FAILURE, f"Placement offers {'.'.join(map(str, newest))}; {needed} is needed. Upgrade it.")
    return Result(Code.SUCCESS)


def check_cinder(checks: "Checks") -> Result:
    """Cinder, where it is configured, is new enough."""
    if not CONF.cinder.auth_type:
        return Result(Code.SUCCESS)
    needed = ".".join(str(part) for part in CINDER_NEEDED)
    service_type, _, interface = CONF.cinder.catalog_info.split(":")
    try:
        auth = loading.load_auth_from_conf_options(CONF, "cinder")
        session = loading.load_session_from_conf_options(CONF, "cinder", auth=auth)
        interface = interface.removesuffix("URL")
        found = session.get_all_version_data(interface=interface, service_type=service_type)
    except ks_exceptions.ClientException as error:
        return Result(Code.WARNING, f"Cinder cannot be asked: {error}")
    newest = max(
        (
            versionutils.convert_version_to_tuple(one["max_microversion"])
            for regions in found.values()
            for types in regions.values()
            for versions in types.values()
            for one in versions
            if one.get("max_microversion")
        ),
        default=(0, 0),
    )
    if newest < CINDER_NEEDED:
        return Result(Code.FAILURE, f"Cinder offers {'.'.join(map(str, newest))}; {needed} is needed. Upgrade it.")
    return Result(Code.SUCCESS)


def check_old_computes(checks: "Checks") -> Result:
    """No compute service is older than the release before this one."""
    old = _in_cells(old_computes)
    if not old:
        return Result(Code.SUCCESS)
    return Result(
        Code.FAILURE,
        f"Compute services older than version {version.OLDEST_SERVICE_VERSION}: {_some(old)}."
        " Upgrade them first, or remove the records of hosts that are gone.",
    )


def check_machine_types(checks: "Checks") -> Result:
    """Every server has its machine type recorded."""
    unset = _in_cells(servers_without_machine_type)
    if not unset:
        return Result(Code.SUCCESS)
    return Result(
        Code.WARNING,
        f"Servers without a recorded machine type: {_some(unset)}. Record it before the"
        " default of [libvirt]hw_machine_type changes.",
    )


def check_service_token(checks: "Checks") -> Result:
    """Our own token goes along with the user's."""
    if not CONF.service_user.send_service_user_token:
        return Result(
            Code.FAILURE,
            "[service_user] send_service_user_token is off: volume attachments cannot be removed"
            " safely, and long operations end with the user's token.",
        )
    if not CONF.service_user.auth_type:
        return Result(Code.FAILURE, "[service_user] send_service_user_token is on but there are no credentials there.")
    return Result(Code.SUCCESS)


class Checks(upgradecheck.UpgradeCommands):
    """The checks in the order in which they are shown."""

    _upgrade_checks = (
        ("Cells v2", check_cells),
        ("Placement API", check_placement),
        ("Cinder API", check_cinder),
        ("Policy File JSON to YAML Migration", (common_checks.check_policy_json, {"conf": CONF})),
        ("Older than N-1 computes", check_old_computes),
        ("hw_machine_type unset", check_machine_types),
        ("Service User Token Configuration", check_service_token),
    )


def main() -> None:
    """Entry point of the console script."""
    checks = Checks()
    upgradecheck.register_cli_options(CONF, checks)
    conf.parse_args(sys.argv)
    upgradecheck.CONF = CONF  # where the library looks for --json
    if getattr(CONF.command, "action_fn", None) is None:
        sys.exit("usage: nova-status upgrade check [--json]")
    sys.exit(upgradecheck.run(CONF))
