# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a nova-compute: a table of methods, and one typed function each.

Every function addresses the compute service of a host. Names, kinds and queues are Nova's.
"""

from typing import Any

from nova_lite.context import RequestContext
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import NetworkRequest, RequestSpec, Selection
from nova_lite.rpc.transport import Kind, Method, send

TOPIC = "compute"
ALTERNATE_TOPIC = "compute-alt"
VERSION = "6.5"

METHODS = {
    method.name: method
    for method in (
        Method("build_and_run_instance", Kind.CAST, "6.0"),
        Method("terminate_instance", Kind.CAST, "6.0"),
        Method("start_instance", Kind.CAST, "6.0"),
        Method("stop_instance", Kind.CAST, "6.0"),
        Method("reboot_instance", Kind.CAST, "6.0"),
        Method("attach_interface", Kind.CALL, "6.0"),
        Method("detach_interface", Kind.CAST, "6.0"),
        Method("get_console_output", Kind.CALL, "6.0"),
        Method("get_vnc_console", Kind.CALL, "6.0"),
        Method("get_spice_console", Kind.CALL, "6.0"),
        Method("get_serial_console", Kind.CALL, "6.0"),
        Method("get_diagnostics", Kind.CALL, "6.0"),
        Method("get_instance_diagnostics", Kind.CALL, "6.0"),
        Method("validate_console_port", Kind.CALL, "6.0", alternate_queue=True),
        Method("external_instance_event", Kind.CAST, "6.0", alternate_queue=True),
        Method("get_host_uptime", Kind.CALL, "6.0"),
        Method("set_host_enabled", Kind.LONG_CALL, "6.0"),
        Method("cache_images", Kind.LONG_CALL, "6.0"),
    )
}


def _send(context: RequestContext, name: str, host: str, **arguments: Any) -> Any:
    method = METHODS[name]
    topic = ALTERNATE_TOPIC if method.alternate_queue else TOPIC
    return send(context, topic, method, server=host, **arguments)


def build_and_run_instance(
    context: RequestContext,
    host: str,
    instance: Instance,
    request_spec: RequestSpec,
    create_request: CreateRequest,
    selections: list[Selection],
    lease: Lease,
) -> None:
    """Build a server on a host; selections[0] is that host, the others are alternates."""
    _send(
        context,
        "build_and_run_instance",
        host,
        instance=instance,
        request_spec=request_spec,
        create_request=create_request,
        selections=selections,
        lease=lease,
    )


def terminate_instance(context: RequestContext, instance: Instance, lease: Lease | None = None) -> None:
    """Delete a server on its host. Without a lease: it is deleted already, its host takes away what is left."""
    _send(context, "terminate_instance", str(instance.host), instance=instance, lease=lease)


def start_instance(context: RequestContext, instance: Instance, lease: Lease) -> None:
    """Power a server on."""
    _send(context, "start_instance", str(instance.host), instance=instance, lease=lease)


def stop_instance(context: RequestContext, instance: Instance, clean_shutdown: bool, lease: Lease) -> None:
    """Power a server off."""
    _send(context, "stop_instance", str(instance.host), instance=instance, clean_shutdown=clean_shutdown, lease=lease)


def reboot_instance(context: RequestContext, instance: Instance, hard: bool, lease: Lease) -> None:
    """Reboot a server."""
    _send(context, "reboot_instance", str(instance.host), instance=instance, hard=hard, lease=lease)


def attach_interface(context: RequestContext, instance: Instance, request: NetworkRequest) -> dict[str, Any]:
    """Give a server one more interface; returns it as in Instance.network_info. Raises InterfaceAttachFailed."""
    vif: dict[str, Any] = _send(context, "attach_interface", str(instance.host), instance=instance, request=request)
    return vif


def detach_interface(context: RequestContext, instance: Instance, port_id: str, lease: Lease) -> None:
    """Take an interface away from a server."""
    _send(context, "detach_interface", str(instance.host), instance=instance, port_id=port_id, lease=lease)


def get_console_output(context: RequestContext, instance: Instance, tail_length: int | None) -> str:
    """Last lines of the console log; raises ConsoleNotAvailable, InstanceNotFound, InstanceNotReady."""
    text: str = _send(context, "get_console_output", str(instance.host), instance=instance, tail_length=tail_length)
    return text


def get_vnc_console(context: RequestContext, instance: Instance, console_type: str) -> dict[str, Any]:
    """Authorise a VNC console: {token, access_url, host, port, internal_access_path, tls_port}."""
    return _console(context, "get_vnc_console", instance, console_type)


def get_spice_console(context: RequestContext, instance: Instance, console_type: str) -> dict[str, Any]:
    """Authorise a SPICE console, as get_vnc_console()."""
    return _console(context, "get_spice_console", instance, console_type)


def get_serial_console(context: RequestContext, instance: Instance, console_type: str) -> dict[str, Any]:
    """Authorise a console of the first serial port, as get_vnc_console()."""
    return _console(context, "get_serial_console", instance, console_type)


def _console(context: RequestContext, method: str, instance: Instance, console_type: str) -> dict[str, Any]:
    info: dict[str, Any] = _send(context, method, str(instance.host), instance=instance, console_type=console_type)
    return info


def get_diagnostics(context: RequestContext, instance: Instance) -> dict[str, int]:
    """Counters of a running guest in its driver's names; raises InstanceInvalidState."""
    counters: dict[str, int] = _send(context, "get_diagnostics", str(instance.host), instance=instance)
    return counters


def get_instance_diagnostics(context: RequestContext, instance: Instance) -> dict[str, Any]:
    """The fields of virt.diagnostics.Diagnostics; raises InstanceInvalidState."""
    found: dict[str, Any] = _send(context, "get_instance_diagnostics", str(instance.host), instance=instance)
    return found


def validate_console_port(context: RequestContext, instance: Instance, port: int, console_type: str) -> bool:
    """True while the guest's console still listens on that port."""
    valid: bool = _send(
        context,
        "validate_console_port",
        str(instance.host),
        instance=instance,
        port=port,
        console_type=console_type,
    )
    return valid


def external_instance_event(
    context: RequestContext, host: str, instances: list[Instance], events: list[dict[str, str | None]]
) -> None:
    """Deliver events of other services: dicts of instance_uuid, name, tag, status."""
    _send(context, "external_instance_event", host, instances=instances, events=events)


def get_host_uptime(context: RequestContext, host: str) -> str:
    """Output of the uptime command on a host."""
    text: str = _send(context, "get_host_uptime", host)
    return text


def set_host_enabled(context: RequestContext, host: str, enabled: bool) -> str:
    """Mirror the service's disabled flag to a placement trait of the host's node."""
    state: str = _send(context, "set_host_enabled", host, enabled=enabled)
    return state


def cache_images(context: RequestContext, host: str, image_ids: list[str]) -> dict[str, str]:
    """Fetch images into a host's cache: cached, existing, unsupported or error by image."""
    results: dict[str, str] = _send(context, "cache_images", host, image_ids=image_ids)
    return results
