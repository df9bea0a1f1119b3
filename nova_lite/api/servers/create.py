# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""POST /servers: the request's words into what operations.create wants."""

from functools import partial
from typing import Any

from oslo_utils import netutils, uuidutils

from nova_lite import concurrency, exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import types
from nova_lite.api.schemas.servers import BUSES
from nova_lite.api.servers import placing
from nova_lite.conf import CONF
from nova_lite.crypto import generate_password
from nova_lite.db.api import flavors, keypairs
from nova_lite.db.engine import api_database
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.operations import create as operation
from nova_lite.operations.create import Wanted

RULE = "os_compute_api:servers:create"
SINGLE_HINTS = ("os:scheduler_hints", "OS-SCH-HNT:scheduler_hints")
BDM_KEYS = ("device_name", "device_type", "disk_bus", "guest_format", "tag", "volume_type")


def create(req: ApiRequest) -> dict[str, Any]:
    """Ask for one server or several alike."""
    body = req.body["server"]
    _check_policies(req, body)
    image = operation.ask_for_image(req.context, _image_id(body.get("imageRef")))
    low, high = _counts(body)
    networks = _networks(body.get("networks"), high)
    password = body.get("adminPass") or generate_password(CONF.password_length)
    wanted = Wanted(
        name=body["name"].strip(),
        flavor=_flavor(req, body["flavorRef"]),
        image=image,
        networks=networks,
        groups=list(dict.fromkeys(group["name"] for group in body.get("security_groups", []) if "name" in group)),
        devices=_devices(body),
        hints=_hints(req.body),
        min_count=low,
        max_count=high,
        metadata=body.get("metadata", {}),
        tags=body.get("tags", []),
        files=[(item["path"], item["contents"]) for item in body.get("personality", [])],
        key=_key(req, body.get("key_name")),
        admin_password=password,
        user_data=body.get("user_data"),
        config_drive=types.truth(body.get("config_drive", False)),
        description=body.get("description") if req.version >= (2, 19) else body["name"].strip(),
        hostname=_hostname(body, high),
        access_ip_v4=types.address(body.get("accessIPv4")),
        access_ip_v6=types.address(body.get("accessIPv6")),
        auto_disk_config={"AUTO": True, "MANUAL": False}.get(body.get("OS-DCF:diskConfig", "")),
        trusted_certs=body.get("trusted_image_certificates"),
        may_use_zero_disk=policy.authorize(req.context, f"{RULE}:zero_disk_flavor", do_raise=False),
        **placing.wanted(req, body),
    )
    created = operation.create(req.context, wanted)
    if types.truth(body.get("return_reservation_id", False)):
        return {"reservation_id": created.reservation_id}
    return _answer(req, body, created.uuids[0], password)


def _answer(req: ApiRequest, body: dict[str, Any], uuid: str, password: str) -> dict[str, Any]:
    req.set_header("Location", req.href("servers", uuid))
    shown: dict[str, Any] = {
        "id": uuid,
        "links": req.links("servers", uuid),
        "OS-DCF:diskConfig": body.get("OS-DCF:diskConfig", "MANUAL"),
        "security_groups": body.get("security_groups") or [{"name": "default"}],
    }
    if CONF.api.enable_instance_password:
        shown["adminPass"] = password
    return {"server": shown}


def _check_policies(req: ApiRequest, body: dict[str, Any]) -> None:
    """Rules that only some requests need."""
    if body.get("block_device_mapping") or body.get("block_device_mapping_v2"):
        policy.authorize(req.context, f"{RULE}:attach_volume")
    if body.get("networks") and body["networks"] != "none":
        policy.authorize(req.context, f"{RULE}:attach_network")
    if body.get("trusted_image_certificates"):
        policy.authorize(req.context, f"{RULE}:trusted_certs")


def _counts(body: dict[str, Any]) -> tuple[int, int]:
    low = int(body.get("min_count", 1))
    high = int(body.get("max_count", low))
    if low > high:
        raise exception.InvalidInput("min_count must be <= max_count")
    return low, high


def _flavor(req: ApiRequest, ref: str | int) -> Flavor:
    """The flavor of an id or URL; unknown, disabled or foreign ones are the request's mistake."""
    flavorid = str(ref).rstrip("/").rpartition("/")[2]
    project_id = None if req.context.is_admin else str(req.context.project_id)
    key = "flavor", flavorid, project_id
    return concurrency.shared(key, partial(_usable_flavor, flavorid, project_id)).copy()


def _usable_flavor(flavorid: str, project_id: str | None) -> Flavor:
    """A flavor that the project may use; None: any project."""
    with api_database().reader() as session:
        try:
            row, specs = flavors.with_specs(session, flavorid)
            usable = not row.disabled and (project_id is None or flavors.visible(session, row, project_id))
        except exception.FlavorNotFound:
            usable = False
        if not usable:
            raise exception.InvalidInput(f"Flavor {flavorid} could not be found.")
    names = [name for name in Flavor.fields if name != "extra_specs"]
    return Flavor(**{name: getattr(row, name) for name in names}, extra_specs=specs)


def _image_id(ref: str | None) -> str | None:
    if not ref:
        return None
    if not uuidutils.is_uuid_like(ref):
        raise exception.InvalidInput("Invalid imageRef provided.")
    return str(ref)


def _key(req: ApiRequest, name: str | None) -> Any:
    """The caller's key pair; an unknown one is the request's mistake."""
    if name is None:
        return None
    with api_database().reader() as session:
        try:
            return keypairs.get(session, str(req.context.user_id), name)
        except exception.KeypairNotFound as error:
            raise exception.InvalidInput("Invalid key_name provided.") from error


def _hostname(body: dict[str, Any], high: int) -> str | None:
    hostname: str | None = body.get("hostname")
    if hostname and high > 1:
        raise exception.InvalidInput("Unable to allocate multiple instances with the same requested hostname.")
    return hostname


def _hints(body: dict[str, Any]) -> dict[str, list[str]]:
    """Scheduler hints, each as a list of texts; our own internal ones are dropped."""
    given: dict[str, Any] = next((body[key] for key in SINGLE_HINTS if key in body), {})
    return {
        key: [str(item) for item in value] if isinstance(value, list) else [str(value)]
        for key, value in given.items()
        if not key.startswith("_nova")
    }


def _networks(given: Any, high: int) -> list[NetworkRequest] | None:
    """The wanted interfaces; None when nothing was said."""
    if given in ("auto", "none"):
        return [NetworkRequest(auto_allocate=given == "auto", no_allocate=given == "none")]
    if not given:
        return None
    wanted = [_network(item, high) for item in given]
    ports = [one.port_id for one in wanted if one.port_id]
    if len(set(ports)) < len(ports):
        raise exception.InvalidInput("A port can be attached once only, and one is named twice.")
    return wanted


def _network(item: dict[str, Any], high: int) -> NetworkRequest:
    port, network, address = item.get("port"), item.get("uuid"), item.get("fixed_ip")
    if port:
        if address:
            raise exception.InvalidInput(f"Specified Fixed IP '{address}' cannot be used with port '{port}'.")
        if high > 1:
            raise exception.InvalidInput("Unable to launch multiple instances with a single configured port ID.")
        return NetworkRequest(port_id=port, tag=item.get("tag"))
    if not network or not uuidutils.is_uuid_like(network):
        raise exception.InvalidInput(f"Bad networks format: network uuid is not in proper format ({network})")
    if address and high > 1:
        raise exception.InvalidInput("Invalid fixed IP request: several servers cannot have one address.")
    if address and not (netutils.is_valid_ipv4(address) or netutils.is_valid_ipv6(address)):
        raise exception.InvalidInput(f"Invalid fixed IP address ({address})")
    return NetworkRequest(network_id=network, address=address, tag=item.get("tag"))


def _devices(body: dict[str, Any]) -> list[BlockDevice] | None:
    """Block devices of the request; volumes and snapshots are refused by the operation."""
    legacy, modern = body.get("block_device_mapping"), body.get("block_device_mapping_v2")
    if legacy and modern:
        raise exception.InvalidInput("Using different block_device_mapping syntaxes in one request is not allowed.")
    if legacy:
        raise exception.UnsupportedFeature(feature="A volume as a disk of a new server")
    return [_device(item) for item in modern] if modern else None


def _device(item: dict[str, Any]) -> BlockDevice:
    source = item.get("source_type")
    if "no_device" in item and source is None:
        return BlockDevice(no_device=True, device_name=item.get("device_name"))
    if source is None:
        raise exception.InvalidBDM("Block Device Mapping is Invalid: source_type is missing.")
    if source == "blank" and item.get("uuid"):
        raise exception.InvalidBDM("Block Device Mapping is Invalid: a blank device has no uuid.")
    if source != "blank" and not item.get("uuid"):
        raise exception.InvalidBDM("Block Device Mapping is Invalid: Missing device UUID.")
    destination = item.get("destination_type") or ("volume" if source in ("volume", "snapshot") else "local")
    if destination == "local" and item.get("volume_type"):
        raise exception.InvalidBDM("Block Device Mapping is Invalid: a local disk has no volume_type.")
    if item.get("disk_bus") not in (None, *BUSES):
        raise exception.InvalidBDM(f"Block Device Mapping is Invalid: unknown disk_bus {item['disk_bus']}.")
    boot_index = item.get("boot_index")
    size = item.get("volume_size")
    return BlockDevice(
        source_type=source,
        destination_type=destination,
        boot_index=-1 if boot_index is None else int(boot_index),
        volume_size=None if size is None else int(size),
        delete_on_termination=types.truth(item.get("delete_on_termination", False)),
        image_id=item["uuid"] if source == "image" else None,
        volume_id=item["uuid"] if source == "volume" else None,
        snapshot_id=item["uuid"] if source == "snapshot" else None,
        no_device=bool(item.get("no_device", False)),
        **{key: item.get(key) for key in BDM_KEYS},
    )
