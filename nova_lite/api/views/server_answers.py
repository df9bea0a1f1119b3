# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Answers about servers and what belongs to them, as far as no view of their own makes them."""

from typing import Any

from nova_lite.api.schemas import answers
from nova_lite.api.views import addresses, hidden_servers
from nova_lite.api.views import servers as view
from nova_lite.api.views.fields import Changing

_LINKS = "servers_links"


def _lists(known: Any, hidden: Any) -> Changing:
    """A list with servers whose cells do not answer from 2.69 on."""
    return Changing(
        ("2.1", answers.page("servers", known, _LINKS)),
        ("2.69", answers.page("servers", answers.either(known, hidden), _LINKS)),
    )


LIST = _lists(view.brief, hidden_servers.BRIEF)
DETAIL = _lists(view.detail, hidden_servers.DETAIL)
SHOW = Changing(
    ("2.1", answers.one("server", view.full)),
    ("2.69", answers.one("server", answers.either(view.full, hidden_servers.SHOWN))),
)
UPDATE = answers.one("server", view.updated)
_CREATED = {
    "id": answers.UUID,
    "links": answers.LINKS,
    "OS-DCF:diskConfig": answers.word("AUTO", "MANUAL"),
    "security_groups": answers.listed(answers.record({"name": answers.TEXT}, optional=("name",))),
    "adminPass": answers.TEXT,
}
CREATE = answers.either(
    answers.one("server", answers.record(_CREATED, optional=("adminPass",))),
    answers.one("reservation_id", answers.TEXT),
)

METADATA = answers.one("metadata", answers.TEXTS)
METADATA_ITEM = answers.one("meta", {**answers.TEXTS, "minProperties": 1, "maxProperties": 1})
TAGS = answers.one("tags", answers.listed(answers.TEXT))
IPS = answers.one("addresses", addresses.PLAIN)
IPS_OF_NETWORK = {**addresses.PLAIN, "minProperties": 1, "maxProperties": 1}
PASSWORD = answers.one("password", answers.TEXT)
OUTPUT = answers.one("output", answers.TEXT)
SHARES = answers.one("shares", answers.EMPTY_LIST)
TOPOLOGY = answers.record({"nodes": answers.EMPTY_LIST, "pagesize_kb": answers.NULL})


def console(kinds: list[str]) -> answers.Schema:
    """A console of one of these types, as the actions answer."""
    return answers.one("console", answers.record({"type": answers.word(*kinds), "url": answers.TEXT}))


def remote_console(protocols: dict[str, list[str]]) -> answers.Schema:
    """A console of one of these types by protocol."""
    kinds = dict.fromkeys(kind for known in protocols.values() for kind in known)
    shown = {"protocol": answers.word(*protocols), "type": answers.word(*kinds), "url": answers.TEXT}
    return answers.one("remote_console", answers.record(shown))


# ---- measurements ----------------------------------------------------------------------------------------------------

_STATES = ("pending", "running", "paused", "shutdown", "crashed", "suspended")
_RATES = ("octets", "errors", "drop", "packets", "rate")
_NIC = tuple(f"{way}_{what}" for way in ("rx", "tx") for what in _RATES)
_DISK = ("read_bytes", "read_requests", "write_bytes", "write_requests", "errors_count")


def _measured(*names: str, **more: answers.Schema) -> answers.Schema:
    """Numbers that may be unknown."""
    return answers.record({**dict.fromkeys(names, answers.INTEGER_OR_NULL), **more})


COUNTERS = answers.keyed(answers.INTEGER)
DIAGNOSTICS = answers.record(
    {
        "state": answers.word(*_STATES),
        "driver": answers.TEXT,
        "hypervisor": answers.TEXT_OR_NULL,
        "hypervisor_os": answers.TEXT_OR_NULL,
        "uptime": answers.INTEGER_OR_NULL,
        "config_drive": answers.BOOLEAN,
        "num_cpus": answers.COUNT,
        "num_nics": answers.COUNT,
        "num_disks": answers.COUNT,
        "memory_details": _measured("maximum", "used"),
        "cpu_details": answers.listed(_measured("id", "time", "utilisation")),
        "nic_details": answers.listed(_measured(*_NIC, mac_address=answers.TEXT_OR_NULL)),
        "disk_details": answers.listed(_measured(*_DISK)),
    }
)
