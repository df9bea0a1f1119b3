# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of /servers."""

from typing import Any

from nova_lite import exception
from nova_lite.api.route import Route
from nova_lite.api.schemas import interfaces as interface_schemas
from nova_lite.api.schemas import queries, server_queries, types
from nova_lite.api.schemas import servers as schemas
from nova_lite.api.schemas import shares as share_schemas
from nova_lite.api.schemas import volume_attachments as volume_schemas
from nova_lite.api.servers import (
    console,
    create,
    delete,
    diagnostics,
    index,
    instance_actions,
    interfaces,
    ips,
    metadata,
    migrations,
    password,
    power,
    reboot,
    security_groups,
    shares,
    show,
    tags,
    topology,
    update,
    volume_attachments,
)
from nova_lite.api.servers.target import server, shown
from nova_lite.api.views import instance_actions as action_view
from nova_lite.api.views import interfaces as interface_view
from nova_lite.api.views import security_groups as group_view
from nova_lite.api.views import server_answers as answers
from nova_lite.api.views import volume_attachments as volume_view

P = "os_compute_api:"
ACTION = "/servers/{id}/action"
# Mistakes in a request for a new server that concern other things are its own mistake.
CREATE_ERRORS: dict[type[Exception], int] = {
    exception.ImageNotFound: 400,
    exception.ImageNotAuthorized: 400,
    exception.NetworkNotFound: 400,
    exception.PortNotFound: 400,
    exception.SecurityGroupNotFound: 400,
    exception.KeypairNotFound: 400,
    exception.FlavorNotFound: 400,
}
ATTACH_INTERFACE_ERRORS: dict[type[Exception], int] = {
    exception.NetworkAmbiguous: 400,
    exception.NoMoreFixedIps: 400,
    exception.FixedIpAlreadyInUse: 409,
}

LISTS = tuple(
    Route(
        "GET",
        path,
        name,
        handler,
        policy=f"{P}servers:{name}",
        query=server_queries.listing(since),
        answer=answer,
        since=since,
        until=until,
    )  # fmt: skip
    for path, name, handler, answer in (
        ("/servers", "index", index.index, answers.LIST),
        ("/servers/detail", "detail", index.detail, answers.DETAIL),
    )
    for since, until in server_queries.LIST_RANGES
)
CREATES = tuple(
    Route(
        "POST",
        "/servers",
        "create",
        create.create,
        policy=f"{P}servers:create",
        body=schemas.create(since),
        answer=answers.CREATE,
        since=since,
        until=until,
        ok=202,
        errors=CREATE_ERRORS,
    )  # fmt: skip
    for since, until in schemas.CREATE_RANGES
)
UPDATES = tuple(
    Route(
        "PUT",
        "/servers/{id}",
        "update",
        update.update,
        policy=f"{P}servers:update",
        target=server,
        body=schemas.update(since),
        answer=answers.UPDATE,
        since=since,
        until=until,
    )  # fmt: skip
    for since, until in schemas.UPDATE_RANGES
)
ACTIONS = (
    Route("POST", ACTION, "os-start", power.start, policy=f"{P}servers:start", target=server, ok=202),
    Route("POST", ACTION, "os-stop", power.stop, policy=f"{P}servers:stop", target=server, ok=202),
    Route(
        "POST", ACTION, "reboot", reboot.reboot, policy=f"{P}servers:reboot", target=server, body=schemas.REBOOT, ok=202
    ),  # fmt: skip
    Route(
        "POST",
        ACTION,
        "os-getConsoleOutput",
        console.output,
        policy=f"{P}os-console-output",
        target=server,
        body=schemas.CONSOLE_OUTPUT,
        answer=answers.OUTPUT,
    ),  # fmt: skip
    *(
        Route(
            "POST",
            ACTION,
            action,
            console.legacy,
            policy=f"{P}os-remote-consoles",
            target=server,
            body=types.wrapped(action, types.strict({"type": {"type": "string", "enum": kinds}}, "type")),
            answer=answers.console(kinds),
            until="2.5",
        )  # fmt: skip
        for action, kinds in ((name, console.PROTOCOLS[protocol]) for name, protocol in console.ACTIONS.items())
    ),
)
CONSOLES = tuple(
    Route(
        "POST",
        "/servers/{server_id}/remote-consoles",
        "create",
        console.create,
        policy=f"{P}os-remote-consoles",
        target=server,
        body=schemas.remote_console(protocols),
        answer=answers.remote_console(protocols),
        since=since,
        until=until,
    )  # fmt: skip
    for since, until, protocols in (
        ("2.6", "2.7", console.PROTOCOLS),
        ("2.8", "2.98", console.WITH_MKS),
        ("2.99", "2.104", console.WITH_SPICE_DIRECT),
    )
)


def _sub(method: str, path: str, name: str, handler: Any, policy: str, **options: Any) -> Route:
    """A row below a server."""
    options.setdefault("target", server)
    options.setdefault("query", queries.NONE if method == "GET" else None)
    return Route(method, f"/servers/{{server_id}}/{path}", name, handler, policy=f"{P}{policy}", **options)


def _metadata(method: str, path: str, name: str, handler: object, **options: object) -> Route:
    return _sub(method, f"metadata{path}", name, handler, f"server-metadata:{name}", **options)


def _tags(method: str, path: str, name: str, handler: object, **options: object) -> Route:
    return _sub(
        method, f"tags{path}", name, handler, f"os-server-tags:{name}", **{"since": "2.26", "query": None, **options}
    )


METADATA = (
    _metadata("GET", "", "index", metadata.index, answer=answers.METADATA),
    _metadata("POST", "", "create", metadata.create, body=schemas.METADATA, answer=answers.METADATA),
    _metadata("PUT", "", "update_all", metadata.replace, body=schemas.METADATA, answer=answers.METADATA),
    _metadata("GET", "/{id}", "show", metadata.show, answer=answers.METADATA_ITEM),
    _metadata("PUT", "/{id}", "update", metadata.update, body=schemas.METADATA_ITEM, answer=answers.METADATA_ITEM),
    _metadata("DELETE", "/{id}", "delete", metadata.delete, ok=204),
)
TAGS = (
    _tags("GET", "", "index", tags.index, answer=answers.TAGS),
    _tags("PUT", "", "update_all", tags.replace, body=schemas.TAGS, answer=answers.TAGS),
    _tags("DELETE", "", "delete_all", tags.delete_all, ok=204),
    _tags("GET", "/{id}", "show", tags.show, ok=204),
    _tags("PUT", "/{id}", "update", tags.update, body=types.NULL),
    _tags("DELETE", "/{id}", "delete", tags.delete, ok=204),
)
OTHERS = (
    _sub("GET", "ips", "index", ips.index, "ips:index", answer=answers.IPS),
    _sub("GET", "ips/{id}", "show", ips.show, "ips:show", answer=answers.IPS_OF_NETWORK),
    *(
        _sub(
            "GET",
            "os-instance-actions",
            "index",
            instance_actions.index,
            "os-instance-actions:list",
            target=instance_actions.target,
            query=query,
            answer=action_view.LIST,
            since=since,
            until=until,
        )  # fmt: skip
        for since, until, query in server_queries.ACTION_QUERIES
    ),
    _sub(
        "GET",
        "os-instance-actions/{id}",
        "show",
        instance_actions.show,
        "os-instance-actions:show",
        target=instance_actions.target,
        answer=action_view.SHOW,
    ),  # fmt: skip
    _sub("GET", "os-interface", "index", interfaces.index, "os-attach-interfaces:list", answer=interface_view.ALL),
    _sub("GET", "os-interface/{id}", "show", interfaces.show, "os-attach-interfaces:show", answer=interface_view.ONE),
    *(
        _sub(
            "POST",
            "os-interface",
            "create",
            interfaces.attach,
            "os-attach-interfaces:create",
            body=body,
            answer=interface_view.ONE,
            since=since,
            until=until,
            errors=ATTACH_INTERFACE_ERRORS,
        )  # fmt: skip
        for since, until, body in interface_schemas.ATTACH
    ),
    _sub("DELETE", "os-interface/{id}", "delete", interfaces.detach, "os-attach-interfaces:delete", ok=202),
)

MEASURES = (
    _sub(
        "GET",
        "diagnostics",
        "index",
        diagnostics.index,
        "os-server-diagnostics",
        answer=answers.COUNTERS,
        until="2.47",
    ),
    _sub(
        "GET",
        "diagnostics",
        "index",
        diagnostics.standard,
        "os-server-diagnostics",
        answer=answers.DIAGNOSTICS,
        since="2.48",
    ),
    Route(
        "GET",
        "/servers/{server_id}/topology",
        "index",
        topology.index,
        policy="compute:server:topology:index",
        target=server,
        query=queries.NONE,
        answer=answers.TOPOLOGY,
        since="2.78",
    ),  # fmt: skip
    _sub("GET", "os-server-password", "show", password.show, "os-server-password:show", answer=answers.PASSWORD),
    _sub("DELETE", "os-server-password", "clear", password.clear, "os-server-password:clear", ok=204),
    _sub(
        "GET", "os-security-groups", "index", security_groups.index, "os-security-groups:list", answer=group_view.GROUPS
    ),
)
_V = "os-volume_attachments"
VOLUMES = (
    _sub(
        "GET",
        _V,
        "index",
        volume_attachments.index,
        "os-volumes-attachments:index",
        query=volume_schemas.LIST,
        answer=volume_view.ALL,
    ),
    *(
        _sub(
            "POST",
            _V,
            "create",
            volume_attachments.create,
            "os-volumes-attachments:create",
            body=body,
            since=since,
            until=until,
            ok=ok,
        )  # fmt: skip
        for since, until, body, ok in (
            ("2.1", "2.48", volume_schemas.CREATE, 200),
            ("2.49", "2.78", volume_schemas.CREATE_2_49, 200),
            ("2.79", "2.100", volume_schemas.CREATE_2_79, 200),
            ("2.101", "2.104", volume_schemas.CREATE_2_79, 202),
        )
    ),
    _sub(
        "GET",
        f"{_V}/{{id}}",
        "show",
        volume_attachments.show,
        "os-volumes-attachments:show",
        query=None,
        answer=volume_view.ONE,
    ),
    _sub(
        "PUT",
        f"{_V}/{{id}}",
        "update",
        volume_attachments.update,
        "os-volumes-attachments:update",
        body=volume_schemas.UPDATE,
        until="2.84",
        ok=202,
    ),  # fmt: skip
    _sub(
        "PUT",
        f"{_V}/{{id}}",
        "update",
        volume_attachments.update_settings,
        "os-volumes-attachments:update",
        body=volume_schemas.UPDATE_2_85,
        since="2.85",
        ok=202,
    ),  # fmt: skip
    _sub("DELETE", f"{_V}/{{id}}", "delete", volume_attachments.delete, "os-volumes-attachments:delete", ok=202),
)
SHARES = (
    _sub(
        "GET",
        "shares",
        "index",
        shares.index,
        "os-server-shares:index",
        since="2.97",
        query=share_schemas.QUERY,
        answer=answers.SHARES,
    ),
    _sub(
        "POST",
        "shares",
        "create",
        shares.create,
        "os-server-shares:create",
        since="2.97",
        body=share_schemas.CREATE,
        ok=201,
    ),
    _sub("GET", "shares/{id}", "show", shares.show, "os-server-shares:show", since="2.97", query=share_schemas.QUERY),
    _sub("DELETE", "shares/{id}", "delete", shares.delete, "os-server-shares:delete", since="2.97"),
)

ROUTES: tuple[Route, ...] = (
    *LISTS,
    *CREATES,
    Route(
        "GET",
        "/servers/{id}",
        "show",
        show.show,
        policy=f"{P}servers:show",
        target=shown,
        query=queries.NONE,
        answer=answers.SHOW,
    ),
    *UPDATES,
    Route("DELETE", "/servers/{id}", "delete", delete.delete, policy=f"{P}servers:delete", target=server, ok=204),
    *ACTIONS,
    *CONSOLES,
    *METADATA,
    *TAGS,
    *OTHERS,
    *MEASURES,
    *VOLUMES,
    *SHARES,
    *migrations.ROUTES,
)
