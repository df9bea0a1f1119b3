# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Network interfaces: from Neutron's binding to os-vif's plugging on the host and to the guest's <interface>.

One row per vif_type says which of os-vif's kinds it is. What is not in the table is refused with a clear error.
"""

from collections.abc import Callable

import os_vif
from os_vif import exception as os_vif_exception
from os_vif.objects import instance_info, network
from os_vif.objects import vif as kinds
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.hardware.unsupported import flag
from nova_lite.network.model import VIF
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.virt.libvirt.xml.interface import Bandwidth, Interface

LOG = logging.getLogger(__name__)

NAME_LENGTH = 14
MAX_QUEUES = 256
MODELS = frozenset(
    {
        "e1000",
        "e1000e",
        "igb",
        "lan9118",
        "ne2k_pci",
        "pcnet",
        "rtl8139",
        "spapr-vlan",
        "virtio",
        "vmxnet3",
    }
)
_LIMITS = ("average", "peak", "burst")


def initialize() -> None:
    """Load os-vif's plug-ins; once per process."""
    os_vif.initialize()


def device_name(vif: VIF) -> str:
    """Name of the interface's tap device on the host."""
    return vif.devname or f"tap{vif.id}"[:NAME_LENGTH]


def _network(vif: VIF) -> network.Network:
    described = network.Network(id=vif.network.id, mtu=vif.network.mtu, label=vif.network.label)
    if vif.network.bridge is not None:
        described.bridge = vif.network.bridge
    described.should_provide_bridge = bool(vif.network.meta.get("should_create_bridge"))
    described.should_provide_vlan = bool(vif.network.meta.get("should_create_vlan"))
    return described


def _fill(kind: type, vif: VIF, **special: object) -> kinds.VIFBase:
    return kind(
        id=vif.id,
        address=vif.address,
        network=_network(vif),
        has_traffic_filtering=bool(vif.details.get("port_filter")),
        preserve_on_delete=vif.preserve_on_delete,
        active=vif.active,
        vif_name=device_name(vif),
        **special,
    )


def _ovs(vif: VIF, queues: bool) -> kinds.VIFBase:
    values: dict[str, object] = {
        "interface_id": vif.ovs_interfaceid or vif.id,
        "datapath_type": vif.details.get("datapath_type"),
        "create_port": False,
    }
    if vif.is_hybrid_plug():
        bridge = f"qbr{vif.id}"[:NAME_LENGTH]
        profile = kinds.VIFPortProfileOpenVSwitch(**values)
        return _fill(kinds.VIFBridge, vif, plugin="ovs", port_profile=profile, bridge_name=bridge)
    if _is_created_early(vif):
        values |= {"create_port": True, "create_tap": True, "multiqueue": queues}
    profile = kinds.VIFPortProfileOpenVSwitch(**values)
    bridge = vif.network.bridge or CONF.neutron.ovs_bridge
    return _fill(kinds.VIFOpenVSwitch, vif, plugin="ovs", port_profile=profile, bridge_name=bridge)


def _is_created_early(vif: VIF) -> bool:
    """True when os-vif makes port and tap device before the guest is started, so that Neutron wires them meanwhile.

    Not with the userspace datapath: the host's own network stack listens on such a device too, and os-vif gives it the
    guest's address, so that the host would answer for the guest's link-local address. libvirt gives it another one.
    """
    known = "create_tap" in kinds.VIFPortProfileOpenVSwitch.fields
    return known and vif.delegate_create and vif.details.get("datapath_type") != "netdev"


def _bridge(vif: VIF, _queues: bool) -> kinds.VIFBase:
    return _fill(kinds.VIFBridge, vif, plugin="linux_bridge", bridge_name=vif.network.bridge)


_KINDS: dict[str, Callable[[VIF, bool], kinds.VIFBase]] = {"ovs": _ovs, "bridge": _bridge}


def to_os_vif(vif: VIF, queues: bool = False) -> kinds.VIFBase:
    """os-vif's description of an interface; `queues` for a tap device with several.

    Raises PortBindingFailed for a port that Neutron did not bind, UnsupportedFeature for kinds we cannot plug.
    """
    if vif.type in (None, "binding_failed", "unbound"):
        raise exception.PortBindingFailed(port_id=vif.id)
    kind = _KINDS.get(str(vif.type))
    if kind is None or vif.vnic_type != "normal":
        raise exception.UnsupportedFeature(feature=f"Port {vif.id} of vif type {vif.type}, vnic type {vif.vnic_type}")
    return kind(vif, queues)


def _instance_info(instance: Instance) -> instance_info.InstanceInfo:
    return instance_info.InstanceInfo(uuid=instance.uuid, name=instance.name, project_id=instance.project_id or "")


def plug(instance: Instance, vif: VIF) -> None:
    """Make the host's end of an interface. Idempotent. Raises VirtualInterfaceCreateFailed and as to_os_vif()."""
    target = to_os_vif(vif, _tap_queues(instance))
    try:
        os_vif.plug(target, _instance_info(instance))
    except (os_vif_exception.ExceptionBase, OSError) as error:
        raise exception.VirtualInterfaceCreateFailed(f"Failed to plug VIF {vif.id}: {error}") from error


def unplug(instance: Instance, vif: VIF) -> None:
    """Remove the host's end of an interface. Idempotent; never fails, because it runs while cleaning up."""
    try:
        os_vif.unplug(to_os_vif(vif), _instance_info(instance))
    except (os_vif_exception.ExceptionBase, exception.NovaException, OSError) as error:
        LOG.warning("Interface %s of instance %s was not unplugged: %s", vif.id, instance.uuid, error)


def interface(vif: VIF, flavor: Flavor, image: ImageMeta) -> Interface:
    """The guest's end. Raises Invalid for a model that QEMU does not have, and as to_os_vif()."""
    target = to_os_vif(vif)
    model = image.prop("hw_vif_model") or "virtio"
    if model not in MODELS:
        raise exception.Invalid(f"Virtual interface model '{model}' is not supported.")
    virtio = model == "virtio"
    queues = _queues(flavor, image.prop("hw_vif_multiqueue_enabled")) if virtio else None
    created = isinstance(target, kinds.VIFOpenVSwitch) and target.port_profile.create_port
    bridged = not created
    return Interface(
        type="bridge" if bridged else "ethernet",
        mac=vif.address,
        model=model,
        bridge=target.bridge_name if bridged else None,
        target=target.vif_name,
        managed=False if created else None,
        openvswitch_port=_openvswitch_port(target) if bridged else None,
        driver=_driver(queues) if virtio else None,
        queues=queues,
        rx_queue_size=CONF.libvirt.rx_queue_size if virtio else None,
        tx_queue_size=CONF.libvirt.tx_queue_size if virtio else None,
        packed=True if virtio and _packed(flavor, image) else None,
        mtu=vif.network.mtu,
        bandwidth=_bandwidth(flavor),
    )


def _openvswitch_port(target: kinds.VIFBase) -> str | None:
    if isinstance(target, kinds.VIFOpenVSwitch):
        return str(target.port_profile.interface_id)
    return None


def _driver(queues: int | None) -> str | None:
    if CONF.libvirt.virt_type == "qemu":
        return "qemu"
    return "vhost" if queues or CONF.libvirt.rx_queue_size or CONF.libvirt.tx_queue_size else None


def _queues(flavor: Flavor, wish_of_image: str | None) -> int | None:
    """Queue pairs of a multiqueue interface: one per virtual CPU within the host's limit."""
    wanted = flag(flavor.extra_specs.get("hw:vif_multiqueue_enabled")) or flag(wish_of_image)
    if not wanted or CONF.libvirt.virt_type != "kvm" or flavor.vcpus < 2:
        return None
    return min(flavor.vcpus, CONF.libvirt.max_queues or MAX_QUEUES)


def _tap_queues(instance: Instance) -> bool:
    """True when the tap devices of a server need several queues."""
    wish = instance.system_metadata.get("image_hw_vif_multiqueue_enabled")
    return bool(instance.flavor and _queues(instance.flavor, wish))


def _packed(flavor: Flavor, image: ImageMeta) -> bool:
    return flag(flavor.extra_specs.get("hw:virtio_packed_ring")) or flag(image.prop("hw_virtio_packed_ring"))


def _bandwidth(flavor: Flavor) -> dict[str, Bandwidth]:
    """Limits from quota:vif_<direction>_<limit>."""
    found = {}
    for direction in ("inbound", "outbound"):
        values = {name: flavor.extra_specs.get(f"quota:vif_{direction}_{name}") for name in _LIMITS}
        if any(values.values()):
            found[direction] = Bandwidth(**{name: int(value) if value else None for name, value in values.items()})
    return found
