# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""[neutron]: how to reach the network service, and the metadata proxy's shared secret.

[neutron] physnets names further groups; see dynamic_options().
"""

from oslo_config import cfg

from nova_lite.conf import identity

GROUP = "neutron"

OPTIONS = [
    cfg.BoolOpt(
        "service_metadata_proxy",
        default=False,
        help="Requests to the metadata API come through Neutron's proxy, which names the server in signed headers."
        " When false the address of the client names it.",
    ),
    cfg.StrOpt(
        "metadata_proxy_shared_secret",
        default="",
        secret=True,
        help="Secret that signs those headers; the same as in Neutron's metadata agent.",
    ),
    cfg.StrOpt(
        "default_floating_pool",
        default="nova",
        help="Network from which a floating IP comes when the request names none.",
    ),
    cfg.IntOpt(
        "extension_sync_interval",
        default=600,
        min=0,
        help="Seconds that Neutron's list of extensions is remembered.",
    ),
    cfg.IntOpt("http_retries", default=3, min=0, help="How often a failed request is sent again."),
    cfg.StrOpt("ovs_bridge", default="br-int", help="Integration bridge of ports that name none."),
    cfg.ListOpt(
        "physnets",
        default=[],
        help="Physical networks with NUMA affinity; each has a group [neutron_physnet_<name>] with numa_nodes.",
    ),
    *identity.client_options("network"),
]

TUNNEL_GROUP = "neutron_tunnel"


def numa_nodes_option() -> cfg.Opt:
    """The only option of [neutron_tunnel] and of each [neutron_physnet_<name>]."""
    return cfg.ListOpt(
        "numa_nodes",
        item_type=cfg.types.Integer(min=0),
        default=[],
        help="NUMA nodes whose network cards carry this traffic.",
    )


def dynamic_options(conf: cfg.ConfigOpts) -> list[tuple[str, list[cfg.Opt]]]:
    """Groups that exist because [neutron] physnets names them, and [neutron_tunnel]."""
    groups = [TUNNEL_GROUP, *(f"neutron_physnet_{name}" for name in conf.neutron.physnets)]
    return [(group, [numa_nodes_option()]) for group in groups]
