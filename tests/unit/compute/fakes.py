# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fakes for the compute tests: a store in memory, a driver and a network that record what they are asked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from nova_lite import exception
from nova_lite.compute import host
from nova_lite.compute.provider import NodeProvider
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.lifecycle import PowerState, TaskState, VmState
from nova_lite.network.model import IP, VIF, Network, Subnet, vifs_to_cache
from nova_lite.objects.base import utcnow
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Beginning, Ending, Lease, renewed
from nova_lite.objects.request_spec import NetworkRequest, RequestSpec, Selection
from nova_lite.objects.service import Service
from nova_lite.placement.model import Inventory, Provider
from nova_lite.virt.driver import ConsoleTarget, GuestInfo, HostResources, SpawnRequest

HOST = "cmp1"
NODE = "cmp1.example"
NODE_UUID = "5d5b6f5a-0000-4000-8000-000000000001"
UUID = "0b54b1f2-0000-4000-8000-000000000001"
FLAVOR = Flavor(id=1, flavorid="1", name="m1.small", memory_mb=512, vcpus=1, root_gb=10, swap=2048)
IMAGE = ImageMeta(id="img", name="cirros", disk_format="qcow2", properties={"hw_disk_bus": "virtio"})
PORT = VIF(
    id="port-1",
    address="fa:16:3e:00:00:01",
    network=Network(id="net-1", label="private", subnets=(Subnet(cidr="10.0.0.0/24", ips=(IP("10.0.0.5"),)),)),
)


class FakeRecords:
    """The part of the Store protocol that keeps notes about servers."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.faults: list[tuple[str, int, str]] = []
        self.events: list[tuple[str, str, str | None]] = []
        self.actions: list[tuple[str, str]] = []
        self.tokens: list[dict[str, Any]] = []
        self.failures: dict[str, list[Exception]] = {}
        self.endings: list[Ending] = []
        self.taken: list[Lease] = []
        self.lost: set[str] = set()
        self.progress: dict[str, str] = {}
        self.nodes: dict[str, ComputeNode] = {}

    def take_operation(self, context: RequestContext, lease: Lease, host: str) -> Lease:
        self._called("take_operation")
        self.taken.append(lease)
        return renewed(lease, lease.attempt + 1)

    def renew_operations(self, context: RequestContext, leases: list[Lease], progress: dict[str, str]) -> list[str]:
        self._called("renew_operations")
        self.progress.update(progress)
        return [lease.uuid for lease in leases if lease.uuid in self.lost]

    def _note(self, uuid: str, ending: Ending) -> None:
        self.endings.append(ending)
        if ending.fault is not None:
            self.faults.append((uuid, 500, ending.fault))
        if ending.event is not None:
            self.events.append((ending.event, "finish", ending.failure))
        if ending.node is not None:
            self.nodes[ending.node.uuid] = ending.node.copy()

    def fail(self, method: str, *errors: Exception) -> None:
        """Let the next calls of a method raise."""
        self.failures.setdefault(method, []).extend(errors)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.failures.get(name):
            raise self.failures[name].pop(0)

    def record_fault(
        self, context: RequestContext, uuid: str, host: str, code: int, message: str, details: str
    ) -> None:
        self._called("record_fault")
        self.faults.append((uuid, code, message))

    def begin_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        beginning: Beginning,
    ) -> None:
        self._called("begin_operation")
        self._swap(uuid, updates, expectations)
        self.actions.append((uuid, beginning.action))

    def _swap(self, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]) -> None:
        raise NotImplementedError

    def save_console_token(self, context: RequestContext, values: dict[str, Any]) -> None:
        self._called("save_console_token")
        self.tokens.append(values)

    def delete_expired_console_tokens(self, context: RequestContext) -> None:
        self._called("delete_expired_console_tokens")
        self.tokens.clear()


class FakeHostRecords:
    """The part of the Store protocol that is about the host: `audits` by period, `switches` of the service."""

    def __init__(self) -> None:
        self.audited: list[str] | None = []
        self.audits: dict[tuple[str, str], tuple[int, str] | None] = {}
        self.switches: list[str | None] = []
        self.disabled_by_operator = False
        self.is_switched_off = False

    def begin_audit(self, context: RequestContext, host: str, begin: str, end: str) -> list[str] | None:
        self.audits[begin, end] = None
        return self.audited

    def end_audit(self, context: RequestContext, host: str, begin: str, end: str, errors: int, message: str) -> None:
        self.audits[begin, end] = (errors, message)

    def switch_service(self, context: RequestContext, service_id: int, disabled_reason: str | None) -> bool:
        self.switches.append(disabled_reason)
        if self.disabled_by_operator or self.is_switched_off == (disabled_reason is not None):
            return False
        self.is_switched_off = disabled_reason is not None
        return True


class FakeStore(FakeRecords, FakeHostRecords):
    """The Store protocol in memory; `calls` lists the names of the methods called, `rows` the saved servers."""

    def __init__(self) -> None:
        FakeRecords.__init__(self)
        FakeHostRecords.__init__(self)
        self.rows: dict[str, Instance] = {}
        self.devices: dict[str, list[BlockDevice]] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.states: list[tuple[str | None, str | None]] = []
        self.service = Service(id=3, host=HOST, binary="nova-compute")

    def add(self, instance: Instance) -> Instance:
        """Put a server into the database; the caller keeps its own copy."""
        instance.obj_reset_changes()
        self.rows[instance.uuid] = instance.obj_clone()
        return instance

    def _row(self, uuid: str, read_deleted: bool = False) -> Instance:
        row = self.rows.get(uuid)
        if row is None or (row.deleted and not read_deleted):
            raise exception.InstanceNotFound(instance_id=uuid)
        return row

    def get_instance(self, context: RequestContext, uuid: str, read_deleted: bool = False) -> Instance:
        self._called("get_instance")
        return self._row(uuid, read_deleted).obj_clone()

    def get_instances_by_host(
        self, context: RequestContext, host: str, uuids: list[str] | None = None, read_deleted: bool = False
    ) -> list[Instance]:
        self._called("get_instances_by_host")
        rows = [row for row in self.rows.values() if read_deleted or not row.deleted]
        if uuids is not None:
            return [row.obj_clone() for row in rows if row.uuid in uuids]
        return [row.obj_clone() for row in rows if row.host == host]

    def save_instance(
        self, context: RequestContext, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]
    ) -> None:
        self._called("save_instance")
        self._swap(uuid, updates, expectations)

    def _swap(self, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]) -> None:
        row = self._row(uuid)
        kinds = {"task_state": exception.UnexpectedTaskState, "vm_state": exception.UnexpectedVMState}
        for name, allowed in expectations.items():
            actual = getattr(row, name)
            if actual not in allowed:
                kind = exception.UnexpectedDeletingTaskState if actual == TaskState.DELETING else kinds[name]
                raise kind(instance_uuid=uuid, expected=allowed, actual=actual)
        for name, value in updates.items():
            setattr(row, name, value)
        self.states.append((row.vm_state, row.task_state))

    def finish_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        ending: Ending,
    ) -> None:
        self._called("finish_operation")
        if updates:
            self._swap(uuid, updates, expectations)
        self._save_devices(ending.devices)
        self._note(uuid, ending)

    def destroy_instance(self, context: RequestContext, uuid: str, ending: Ending | None = None) -> None:
        self._called("destroy_instance")
        if uuid in self.rows:
            row = self.rows[uuid]
            row.deleted, row.cleaned, row.vm_state, row.task_state = True, ending is not None, VmState.DELETED, None
            row.power_state, row.terminated_at = int(PowerState.NOSTATE), utcnow()
        if ending is not None:
            self._note(uuid, ending)

    def get_uncleaned_instances(self, context: RequestContext, host: str) -> list[Instance]:
        self._called("get_uncleaned_instances")
        return [row.obj_clone() for row in self.rows.values() if row.deleted and row.host == host and not row.cleaned]

    def mark_cleaned(self, context: RequestContext, uuid: str) -> None:
        self._called("mark_cleaned")
        self.rows[uuid].cleaned = True

    def get_block_devices(self, context: RequestContext, uuid: str) -> list[BlockDevice]:
        self._called("get_block_devices")
        found = [device.obj_clone() for device in self.devices.get(uuid, [])]
        for device in found:
            device.obj_reset_changes()
        return found

    def save_block_devices(self, context: RequestContext, devices: list[BlockDevice]) -> None:
        self._called("save_block_devices")
        self._save_devices(devices)

    def _save_devices(self, devices: list[BlockDevice]) -> None:
        for device in devices:
            rows = self.devices[str(device.instance_uuid)]
            rows[[row.uuid for row in rows].index(device.uuid)] = device.obj_clone()

    def register_service(self, context: RequestContext, host: str, binary: str, topic: str, version: int) -> Service:
        self._called("register_service")
        return self.service

    def report_service(self, context: RequestContext, service_id: int) -> None:
        self._called("report_service")

    def get_compute_nodes(self, context: RequestContext, host: str, uuid: str) -> list[ComputeNode]:
        self._called("get_compute_nodes")
        return [node for node in self.nodes.values() if node.host == host or node.uuid == uuid]

    def save_compute_node(self, context: RequestContext, node: ComputeNode) -> ComputeNode:
        self._called("save_compute_node")
        self.nodes[node.uuid] = node.copy(id=7)
        return self.nodes[node.uuid].obj_clone()

    def get_group_hosts(self, context: RequestContext, instance_uuid: str) -> dict[str, Any] | None:
        self._called("get_group_hosts")
        return self.groups.get(instance_uuid)


class _FakeInterfaces:
    """The interfaces of a FakeDriver's guests."""

    def _called(self, name: str) -> None:
        raise NotImplementedError

    def plug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        self._called("plug_vifs")

    def unplug_vifs(self, instance: Instance, vifs: Iterable[VIF]) -> None:
        self._called("unplug_vifs")

    def attach_interface(self, instance: Instance, image: ImageMeta, vif: VIF) -> None:
        self._called(f"attach_interface {vif.id}")

    def detach_interface(self, instance: Instance, vif: VIF) -> None:
        self._called(f"detach_interface {vif.id}")


class _FakeConsoles:
    """Consoles of the fake driver."""

    guests: dict[str, PowerState]

    def get_console_output(self, context: RequestContext, instance: Instance) -> bytes:
        self._known(instance)
        return b"one\ntwo\nthree"

    def get_vnc_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        self._known(instance)
        return ConsoleTarget("192.0.2.10", 5901)

    def get_spice_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        self._known(instance)
        return ConsoleTarget("192.0.2.10", 5902, tls_port=5903)

    def get_serial_console(self, context: RequestContext, instance: Instance) -> ConsoleTarget:
        self._known(instance)
        return ConsoleTarget("192.0.2.10", 10000)

    def _known(self, instance: Instance) -> None:
        if instance.uuid not in self.guests:
            raise exception.InstanceNotFound(instance_id=instance.uuid)


class FakeDriver(_FakeInterfaces, _FakeConsoles):
    """A ComputeDriver whose guests are entries of `guests`; `calls` lists what was asked."""

    def __init__(self) -> None:
        self.capabilities = {"has_imagecache": True, "supports_attach_interface": True, "supports_multiattach": False}
        self.guests = {}
        self.calls: list[str] = []
        self.spawned: list[SpawnRequest] = []
        self.fail: dict[str, Exception] = {}
        self.on_spawn: Any = None
        self.soft_reboot_works = True
        self.resources = HostResources(
            hypervisor_hostname=NODE,
            uuid=NODE_UUID,
            vcpus=4,
            memory_mb=8192,
            local_gb=100,
            hypervisor_type="fake",
            hypervisor_version=1000,
            supported_instances=(("x86_64", "fake", "hvm"),),
            traits=frozenset({"HW_CPU_X86_AVX"}),
            host_ip="192.0.2.10",
        )

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fail:
            raise self.fail[name]

    def init_host(self, host: str) -> None:
        self._called("init_host")

    def register_lifecycle_listener(self, callback: Any) -> None:
        self.listener = callback

    def register_connection_listener(self, callback: Any) -> None:
        self.connection_listener = callback

    def get_host_resources(self) -> HostResources:
        self._called("get_host_resources")
        return self.resources

    def list_instance_uuids(self) -> list[str]:
        return sorted(self.guests)

    def get_host_uptime(self) -> str:
        return "up 3 days"

    def cache_image(self, context: RequestContext, image: ImageMeta) -> bool:
        self._called(f"cache_image {image.id}")
        return self.calls.count(f"cache_image {image.id}") == 1

    def cleanup_host(self, host: str) -> None:
        self._called("cleanup_host")

    def spawn(self, context: RequestContext, request: SpawnRequest) -> None:
        self._called("spawn")
        if request.wait_for_vifs is not None:
            with request.wait_for_vifs(request.vifs):
                if self.on_spawn is not None:
                    self.on_spawn(request)
        self.spawned.append(request)
        self.guests[request.instance.uuid] = PowerState.RUNNING

    def destroy(
        self,
        context: RequestContext,
        instance: Instance,
        vifs: Iterable[VIF],
        block_devices: Iterable[BlockDevice] = (),
        destroy_disks: bool = True,
    ) -> None:
        self._called("destroy")
        self.guests.pop(instance.uuid, None)

    def usual_bus(self, device_type: str, image: ImageMeta) -> str:
        return "sata" if device_type == "cdrom" else "virtio"

    def instance_exists(self, instance: Instance) -> bool:
        return instance.uuid in self.guests

    def get_info(self, instance: Instance) -> GuestInfo:
        if instance.uuid not in self.guests:
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        return GuestInfo(self.guests[instance.uuid])

    def power_on(self, context: RequestContext, request: SpawnRequest) -> None:
        self._called("power_on")
        self.guests[request.instance.uuid] = PowerState.RUNNING

    def power_off(self, instance: Instance, timeout_s: int = 0, retry_interval_s: int = 0) -> None:
        self._called(f"power_off {timeout_s} {retry_interval_s}")
        self.guests[instance.uuid] = PowerState.SHUTDOWN

    def reboot(self, context: RequestContext, request: SpawnRequest, hard: bool) -> bool:
        self._called(f"reboot {'hard' if hard else 'soft'}")
        self.guests[request.instance.uuid] = PowerState.RUNNING
        return not hard and self.soft_reboot_works

    def manage_image_cache(self, context: RequestContext, instances: list[Instance]) -> None:
        self._called(f"manage_image_cache {len(instances)}")


class FakeNetwork:
    """The Networking protocol; `vifs` are the ports a new server gets, `allocated` who has them."""

    def __init__(self) -> None:
        self.vifs = [PORT]
        self.allocated: dict[str, list[VIF]] = {}
        self.calls: list[str] = []
        self.error: Exception | None = None

    def allocate(self, context: RequestContext, instance: Instance, request: CreateRequest) -> list[VIF]:
        self.calls.append("allocate")
        if self.error is not None:
            raise self.error
        self.allocated[instance.uuid] = self.vifs
        return self.vifs

    def deallocate(self, context: RequestContext, instance: Instance) -> None:
        self.calls.append("deallocate")
        self.allocated.pop(instance.uuid, None)

    def attach(self, context: RequestContext, instance: Instance, request: NetworkRequest) -> VIF:
        self.calls.append("attach")
        if self.error is not None:
            raise self.error
        return replace(PORT, id="port-2", address="fa:16:3e:00:00:02", preserve_on_delete=bool(request.port_id))

    def detach(self, context: RequestContext, instance: Instance, port_id: str) -> None:
        users = [vif["id"] for vif in instance.network_info if vif["preserve_on_delete"]]
        self.calls.append(f"{'unbind' if port_id in users else 'delete'} {port_id}")

    def refresh(self, context: RequestContext, instance: Instance) -> list[VIF]:
        self.calls.append("refresh")
        return self.vifs

    def active(self, context: RequestContext, instance: Instance) -> set[str]:
        self.calls.append("active")
        return {vif.id for vif in self.vifs if vif.active}


class FakeProviders:
    """nova_lite.placement.providers.Providers in memory; `calls` lists the requests."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.content: dict[str, Inventory] = {}
        self.names: set[str] = set()
        self.unknown: set[str] = set()
        self.is_missing, self.generation = False, 0
        self.error: Exception | None = None

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.error is not None:
            raise self.error

    def create(self, context: RequestContext, uuid: str, name: str) -> Provider:
        self._called("create")
        self.is_missing = False
        return Provider(uuid, name, self.generation, uuid)

    def inventories(self, context: RequestContext, uuid: str) -> dict[str, Inventory]:
        self._called("inventories")
        if self.is_missing:
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        return dict(self.content)

    def set_inventories(self, context: RequestContext, uuid: str, inventories: dict[str, Inventory]) -> None:
        self._called("set_inventories")
        self.content = dict(inventories)

    def traits(self, context: RequestContext, uuid: str) -> frozenset[str]:
        self._called("traits")
        return frozenset(self.names)

    def change_traits(
        self,
        context: RequestContext,
        uuid: str,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        known: frozenset[str] | None = None,
    ) -> frozenset[str]:
        self._called("change_traits")
        assert known is None or known == self.names, (known, self.names)
        if self.unknown & set(add):
            raise exception.ResourceProviderInvalid(reason="No such trait")
        self.names = (self.names - set(remove)) | set(add)
        return frozenset(self.names)


class FakeAllocations:
    """The functions of nova_lite.placement.allocations that a compute host uses."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, int]] = {}
        self.deleted: list[str] = []

    def of_provider(self, context: RequestContext, provider_uuid: str) -> dict[str, dict[str, int]]:
        return dict(self.held)

    def delete(self, context: RequestContext, consumer_uuid: str) -> bool:
        self.deleted.append(consumer_uuid)
        return self.held.pop(consumer_uuid, None) is not None

    def give_back(self, context: RequestContext, consumer_uuid: str, provider_uuids: set[str]) -> bool:
        return self.delete(context, consumer_uuid)


class Cloud:
    """Everything around one compute host under test; `sent` lists messages to conductor and schedulers."""

    def __init__(self) -> None:
        self.context = get_admin_context()
        self.store = FakeStore()
        self.driver = FakeDriver()
        self.network = FakeNetwork()
        self.providers = FakeProviders()
        self.allocations = FakeAllocations()
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {"resume_operations": []}
        self.tracker = ResourceTracker(HOST, self.driver, NodeProvider(self.providers))
        self.host = host.make(HOST, self.driver, self.tracker, self.network)

    def names_sent(self) -> list[str]:
        """Names of the messages sent."""
        return [name for name, _ in self.sent]

    def instance(self, **values: Any) -> Instance:
        """A server in the database, active on this host unless said otherwise."""
        state: dict[str, Any] = {
            "id": 1,
            "uuid": UUID,
            "host": HOST,
            "node": NODE,
            "vm_state": VmState.ACTIVE,
            "power_state": int(PowerState.RUNNING),
            "flavor": FLAVOR.obj_clone(),
            "image_ref": "img",
            "project_id": "project",
            "network_info": vifs_to_cache([PORT]),
            "system_metadata": {"image_hw_disk_bus": "virtio", "image_min_ram": "64", "image_disk_format": "qcow2"},
        }
        return self.store.add(Instance(**{**state, **values}))

    def new_instance(self, **values: Any) -> Instance:
        """A server that conductor has just sent here."""
        state: dict[str, Any] = {
            "host": None,
            "node": None,
            "vm_state": VmState.BUILDING,
            "task_state": TaskState.SCHEDULING,
            "power_state": 0,
            "network_info": [],
        }
        instance = self.instance(**{**state, **values})
        self.store.devices[instance.uuid] = [
            BlockDevice(id=11, uuid="bdm-11", instance_uuid=instance.uuid, boot_index=0, image_id="img"),
            BlockDevice(id=12, uuid="bdm-12", instance_uuid=instance.uuid, source_type="blank", guest_format="swap"),
        ]
        return instance

    def create_request(self, instance: Instance, **values: Any) -> CreateRequest:
        """What conductor sends with that server."""
        devices = self.store.get_block_devices(self.context, instance.uuid)
        self.store.calls.remove("get_block_devices")
        return CreateRequest(**{"image": IMAGE, "block_devices": devices, **values})


def selection(host: str) -> Selection:
    """A host chosen by the scheduler."""
    return Selection(
        host=host,
        node=f"{host}.example",
        compute_node_uuid=NODE_UUID,
        allocation={NODE_UUID: {"VCPU": 1, "MEMORY_MB": 512, "DISK_GB": 12}},
    )


def request_spec(**values: Any) -> RequestSpec:
    """A plain request."""
    return RequestSpec(**{"instance_uuid": UUID, "flavor": FLAVOR.obj_clone(), **values})
