# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The errors of Nova Lite, in six families that the API maps to HTTP codes.

A subclass exists only where some code catches it or where the wire names it (faults, RPC replies, HTTP codes).
This module knows nothing of HTTP: nova_lite.api.errors is the only place that does.
"""

from typing import Any


class NovaException(Exception):
    """Root of all our errors; the text comes from `message` or from `msg_fmt` filled with keyword arguments."""

    msg_fmt = "An unknown error occurred."

    def __init__(self, message: str | None = None, **kwargs: Any) -> None:
        self.kwargs = kwargs
        self.message = message if message is not None else self.msg_fmt % kwargs
        super().__init__(self.message)

    def format_message(self) -> str:
        """Text for people, without class name or traceback."""
        return self.message


class NotFound(NovaException):
    """Something named does not exist (or is not visible to the caller)."""

    msg_fmt = "Resource could not be found."


class Invalid(NovaException):
    """The request can never succeed as given."""

    msg_fmt = "Bad Request - Invalid Parameters"


class Conflict(NovaException):
    """The request clashes with the present state; a later one may succeed."""

    msg_fmt = "Conflict"


class Forbidden(NovaException):
    """The caller may not do this."""

    msg_fmt = "Forbidden"


class Unavailable(NovaException):
    """A service or host that is needed does not answer."""

    msg_fmt = "Service is unavailable at this time."


class Failed(NovaException):
    """Work that was begun broke; nothing the caller sent is to blame."""

    msg_fmt = "The operation failed."


# ---- not found -----------------------------------------------------------------------------------------------------


class InstanceNotFound(NotFound):
    """No such server."""

    msg_fmt = "Instance %(instance_id)s could not be found."


class InstanceInfoCacheNotFound(NotFound):
    """A server without network info cache row."""

    msg_fmt = "Info cache for instance %(instance_uuid)s could not be found."


class InstanceMetadataNotFound(NotFound):
    """The server has no such metadata key."""

    msg_fmt = "Metadata item was not found"


class InstanceTagNotFound(NotFound):
    """The server has no such tag."""

    msg_fmt = "Instance %(instance_id)s has no tag '%(tag)s'"


class CellMappingNotFound(NotFound):
    """No such cell."""

    msg_fmt = "Cell %(uuid)s has no mapping."


class HostMappingNotFound(NotFound):
    """The host belongs to no cell yet; run nova-manage cell_v2 discover_hosts."""

    msg_fmt = "Host '%(name)s' is not mapped to any cell"


class RequestSpecNotFound(NotFound):
    """The server has no recorded request spec."""

    msg_fmt = "RequestSpec not found for instance %(instance_uuid)s"


class FlavorNotFound(NotFound):
    """No such flavor."""

    msg_fmt = "Flavor %(flavor_id)s could not be found."


class FlavorAccessNotFound(NotFound):
    """The project has no access entry for the flavor."""

    msg_fmt = "Flavor access not found for %(flavor_id)s / %(project_id)s combination."


class FlavorExtraSpecsNotFound(NotFound):
    """The flavor has no such extra spec."""

    msg_fmt = "Flavor %(flavor_id)s has no extra specs with key %(extra_specs_key)s."


class KeypairNotFound(NotFound):
    """The user has no such key pair."""

    msg_fmt = "Keypair %(name)s not found for user %(user_id)s"


class ImageNotFound(NotFound):
    """Glance knows no such image."""

    msg_fmt = "Image %(image_id)s could not be found."


class NetworkNotFound(NotFound):
    """Neutron knows no such network for this project."""

    msg_fmt = "Network %(network_id)s could not be found."


class PortNotFound(NotFound):
    """Neutron knows no such port."""

    msg_fmt = "Port id %(port_id)s could not be found."


class SecurityGroupNotFound(NotFound):
    """No security group of this name or id for the project."""

    msg_fmt = "Security group %(security_group_id)s not found."


class ServiceNotFound(NotFound):
    """No such service record."""

    msg_fmt = "Service %(service_id)s could not be found."


class ComputeHostNotFound(NotFound):
    """No compute service or node on that host."""

    msg_fmt = "Compute host %(host)s could not be found."


class HostBinaryNotFound(NotFound):
    """No service of this binary on that host."""

    msg_fmt = "Could not find binary %(binary)s on host %(host)s."


class AggregateNotFound(NotFound):
    """No such host aggregate."""

    msg_fmt = "Aggregate %(aggregate_id)s could not be found."


class InstanceGroupNotFound(NotFound):
    """No such server group."""

    msg_fmt = "Instance group %(group_uuid)s could not be found."


class MigrationNotFound(NotFound):
    """No such migration record."""

    msg_fmt = "Migration %(migration_id)s could not be found."


class InstanceActionNotFound(NotFound):
    """The server has no action with that request id."""

    msg_fmt = "Action for request_id %(request_id)s on instance %(instance_uuid)s not found"


class VolumeNotFound(NotFound):
    """Cinder knows no such volume, or none is attached."""

    msg_fmt = "Volume %(volume_id)s could not be found."


class ShareNotFound(NotFound):
    """No such share, or none of this server."""

    msg_fmt = "Share %(share_id)s could not be found."


class VolumeBDMNotFound(NotFound):
    """No block device of the server has this volume."""

    msg_fmt = "No volume Block Device Mapping with id %(volume_id)s."


class ConsoleNotAvailable(NotFound):
    """The guest offers no console of the wanted type now."""

    msg_fmt = "Guest does not have a console available."


class InvalidToken(NotFound):
    """A console token that is unknown or has expired."""

    msg_fmt = "The token is invalid or has expired."


class ResourceProviderNotFound(NotFound):
    """Placement knows no such provider."""

    msg_fmt = "No such resource provider %(name_or_uuid)s."


# ---- invalid -------------------------------------------------------------------------------------------------------


class ConfigInvalid(Invalid):
    """An option's value stops the daemon; the text names group and option."""

    msg_fmt = "Invalid configuration: %(reason)s"


class InvalidInput(Invalid):
    """A request value that the schema could not judge."""

    msg_fmt = "Invalid input received: %(reason)s"


class ValidationError(Invalid):
    """A body or query that breaks its schema."""

    msg_fmt = "%(detail)s"


class ImageNotActive(Invalid):
    """An image that is not ready cannot boot."""

    msg_fmt = "Image %(image_id)s is not active."


class ImageUnacceptable(Invalid):
    """An image that fails inspection or conversion; final, not retried on another host."""

    msg_fmt = "Image %(image_id)s is unacceptable: %(reason)s"


class InvalidDiskInfo(Invalid):
    """qemu-img output or disk data that make no sense."""

    msg_fmt = "Disk info file is invalid: %(reason)s"


class FlavorDiskSmallerThanImage(Invalid):
    """The image does not fit the flavor's root disk."""

    msg_fmt = (
        "Flavor's disk is too small for requested image. Flavor disk is %(flavor_size)i bytes, "
        "image is %(image_size)i bytes."
    )


class FlavorDiskSmallerThanMinDisk(Invalid):
    """The flavor's root disk is below the image's minimum."""

    msg_fmt = (
        "Flavor's disk is smaller than the minimum size specified in image metadata. "
        "Flavor disk is %(flavor_size)i bytes, minimum size is %(image_min_disk)i bytes."
    )


class FlavorMemoryTooSmall(Invalid):
    """The flavor's memory is below the image's minimum."""

    msg_fmt = "Flavor's memory is too small for requested image."


class NetworkAmbiguous(Conflict):
    """Several networks would do and none was named."""

    msg_fmt = "More than one possible network found. Specify network ID(s) to select which one(s) to connect to."


class NetworkRequiresSubnet(Invalid):
    """Servers cannot get addresses on this network."""

    msg_fmt = "Network %(network_uuid)s requires a subnet in order to boot instances on."


class PortNotUsable(Invalid):
    """The port belongs to someone else."""

    msg_fmt = "Port %(port_id)s not usable for instance %(instance)s."


class PortInUse(Conflict):
    """The port is bound to another server."""

    msg_fmt = "Port %(port_id)s is still in use."


class FixedIpAlreadyInUse(Invalid):
    """The address is taken on that network."""

    msg_fmt = "Fixed IP address %(address)s is already in use on instance %(instance_uuid)s."


class InvalidBDM(Invalid):
    """A block device mapping that cannot work."""

    msg_fmt = "Block Device Mapping is Invalid."


class InvalidMetadata(Invalid):
    """Metadata outside its limits."""

    msg_fmt = "Invalid metadata: %(reason)s"


class MarkerNotFound(Invalid):
    """A page marker that names nothing."""

    msg_fmt = "marker [%(marker)s] not found"


class UnsupportedFeature(Invalid):
    """A flavor, image or request asks for something this release does not do."""

    msg_fmt = "%(feature)s is not supported by this release."


class ResourceProviderInvalid(Invalid):
    """Placement refused what we sent."""

    msg_fmt = "Placement refused the request: %(reason)s"


# ---- conflict ------------------------------------------------------------------------------------------------------


class InstanceInvalidState(Conflict):
    """The operation is not allowed in the server's present state."""

    msg_fmt = "Instance %(instance_uuid)s in %(attr)s %(state)s. Cannot %(method)s while the instance is in this state."


class InstanceIsLocked(Conflict):
    """The server is locked and the caller is no administrator."""

    msg_fmt = "Instance %(instance_uuid)s is locked"


class InstanceNotReady(Conflict):
    """The server has no host yet."""

    msg_fmt = "Instance %(instance_id)s is not ready"


class OperationTaken(Conflict):
    """Somebody else works on this operation now, or it is over: the finder must leave everything as it is."""

    msg_fmt = "Operation %(uuid)s on instance %(instance_uuid)s is not ours any more (attempt %(attempt)s)"


class UnexpectedTaskState(Conflict):
    """The compare-and-swap on task_state found another value."""

    msg_fmt = "Conflict updating instance %(instance_uuid)s. Expected: %(expected)s. Actual: %(actual)s"


class UnexpectedDeletingTaskState(UnexpectedTaskState):
    """As above, and the server is being deleted: callers treat it as gone."""


class UnexpectedVMState(Conflict):
    """The compare-and-swap on vm_state found another value."""

    msg_fmt = "Conflict updating instance %(instance_uuid)s. Expected: %(expected)s. Actual: %(actual)s"


class InstanceExists(Conflict):
    """A server of that name exists within the configured scope."""

    msg_fmt = "Instance %(name)s already exists."


class FlavorExists(Conflict):
    """A flavor of that name exists."""

    msg_fmt = "Flavor with name %(name)s already exists."


class FlavorIdExists(Conflict):
    """A flavor of that id exists."""

    msg_fmt = "Flavor with ID %(flavor_id)s already exists."


class FlavorAccessExists(Conflict):
    """The project may use the flavor already."""

    msg_fmt = "Flavor access already exists for flavor %(flavor_id)s and project %(project_id)s combination."


class KeyPairExists(Conflict):
    """The user has a key pair of that name."""

    msg_fmt = "Key pair '%(key_name)s' already exists."


class AggregateNameExists(Conflict):
    """An aggregate of that name exists."""

    msg_fmt = "Aggregate %(aggregate_name)s already exists."


class AggregateHostExists(Conflict):
    """The host is in the aggregate already."""

    msg_fmt = "Aggregate %(aggregate_id)s already has host %(host)s."


class AllocationUpdateFailed(Conflict):
    """Placement's allocations changed under us more often than we retry."""

    msg_fmt = "Failed to update allocations for consumer %(consumer_uuid)s. Error: %(error)s"


class ResourceProviderUpdateConflict(Conflict):
    """The provider's generation moved on."""

    msg_fmt = "A conflict was encountered updating resource provider %(uuid)s: %(error)s"


class InsufficientCapacity(Conflict):
    """Placement says that the provider is too full for a claim."""

    msg_fmt = "Not enough capacity for consumer %(consumer_uuid)s: %(error)s"


# ---- forbidden -----------------------------------------------------------------------------------------------------


class PolicyNotAuthorized(Forbidden):
    """A policy rule says no."""

    msg_fmt = "Policy doesn't allow %(action)s to be performed."


class OverQuota(Forbidden):
    """A quota would be exceeded; `message` is complete."""

    msg_fmt = "Quota exceeded for resources: %(overs)s"


class TooManyInstances(OverQuota):
    """Quota for instances, cores or ram."""

    msg_fmt = "Quota exceeded for %(overs)s: Requested %(req)s, but already used %(used)s of %(allowed)s %(overs)s"


class PortLimitExceeded(OverQuota):
    """Neutron's port quota leaves too few ports."""

    msg_fmt = "Maximum number of ports exceeded"


class ExternalNetworkAttachForbidden(Forbidden):
    """Only administrators attach servers to external networks."""

    msg_fmt = "It is not allowed to create an interface on external network %(network_uuid)s"


class ImageNotAuthorized(Forbidden):
    """Glance refused the image."""

    msg_fmt = "Not authorized for image %(image_id)s."


# ---- unavailable ---------------------------------------------------------------------------------------------------


class ComputeServiceUnavailable(Unavailable):
    """The compute host does not report."""

    msg_fmt = "Compute service of %(host)s is unavailable at this time."


class ServiceStops(Unavailable):
    """This daemon stops: what it waited for is asked for again when it is back, or of others."""

    msg_fmt = "The service stops."


class ComputesSilent(Unavailable):
    """No compute host at all is heard of: their way to report may be broken. It is asked again."""

    msg_fmt = "No compute host has reported in time."


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached."""

    msg_fmt = "The database is not reachable: %(reason)s"


class PeerUnavailable(Unavailable):
    """Another OpenStack service does not answer."""

    msg_fmt = "Connection to %(service)s failed: %(reason)s"


class HypervisorUnavailable(Unavailable):
    """libvirt does not answer."""

    msg_fmt = "Connection to the hypervisor is broken on host"


class RpcTimeout(Unavailable):
    """A daemon did not answer an RPC call in time."""

    msg_fmt = "No answer from %(topic)s to %(method)s in time."


# ---- failed --------------------------------------------------------------------------------------------------------


class NoValidHost(Failed):
    """The scheduler found no host."""

    msg_fmt = "No valid host was found. %(reason)s"


class MaxRetriesExceeded(NoValidHost):
    """All alternates were tried."""

    msg_fmt = "Exceeded maximum number of retries. %(reason)s"


class ComputeResourcesUnavailable(Failed):
    """The claim on the chosen host failed; another host may do."""

    msg_fmt = "Insufficient compute resources: %(reason)s."


class BuildAbort(Failed):
    """The build cannot succeed anywhere; no other host is tried."""

    msg_fmt = "Build of instance %(instance_uuid)s aborted: %(reason)s"


class GroupPolicyViolation(ComputeResourcesUnavailable):
    """The late server-group check on the compute host failed."""

    msg_fmt = "%(policy)s instance group policy was violated."


class VirtualInterfaceCreateFailed(Failed):
    """Plugging a network interface failed or was not confirmed in time."""

    msg_fmt = "Virtual Interface creation failed"


class NetworkAllocationFailed(Failed):
    """Ports could not be made; another host may do."""

    msg_fmt = "Failed to allocate the network(s): %(reason)s"


class PortBindingFailed(Failed):
    """Neutron could not bind the port on this host; another host may do."""

    msg_fmt = "Binding failed for port %(port_id)s, please check neutron logs for more information."


class InstancePowerOffFailed(Failed):
    """The guest did not stop."""

    msg_fmt = "Failed to power off instance: %(reason)s"


class InstancePowerOnFailed(Failed):
    """The guest did not start."""

    msg_fmt = "Failed to power on instance: %(reason)s"


class InstanceTerminationFailed(Failed):
    """The guest could not be destroyed."""

    msg_fmt = "Failed to terminate instance: %(reason)s"


class InstanceDeployFailed(Failed):
    """The hypervisor refused to build the guest."""

    msg_fmt = "Failed to deploy instance: %(reason)s"


class ImageDownloadFailed(Failed):
    """Image data could not be fetched; another host may do."""

    msg_fmt = "Failed to download image %(image_id)s: %(reason)s"


class ConsoleTypeUnavailable(Invalid):
    """The host offers no console of this type."""

    msg_fmt = "Unavailable console type %(console_type)s."


class InventoryInUse(Conflict):
    """Placement keeps an inventory or provider because servers still hold some of it."""

    msg_fmt = "Resource provider %(uuid)s is in use: %(error)s"


class NoUniqueMatch(Conflict):
    """A name fits several things; the id would say which."""

    msg_fmt = "Multiple security groups found matching '%(name)s'. Use an ID to be more specific."


class PortRequiresFixedIP(Invalid):
    """A port without address cannot serve a server."""

    msg_fmt = "Port %(port_id)s requires a FixedIP in order to be used."


class SecurityGroupCannotBeApplied(Invalid):
    """The network has no port security, so security groups mean nothing there."""

    msg_fmt = "Network requires port_security_enabled and subnet associated in order to apply security groups."


class UnableToAutoAllocateNetwork(Invalid):
    """Neutron cannot make a network for the project by itself."""

    msg_fmt = "Unable to automatically allocate a network for project %(project_id)s"


class NoMoreFixedIps(NetworkAllocationFailed):
    """The network has no free address left."""

    msg_fmt = "No fixed IP addresses available for network: %(net)s"


class ComputeHostMetricNotFound(NotFound):
    """A host does not report a figure that the metrics weigher needs."""

    msg_fmt = "Metric %(name)s could not be found on the compute host node %(host)s.%(node)s."


class UnsupportedPolicy(Failed):
    """A server group's policy whose filter or weigher is switched off."""

    msg_fmt = "ServerGroup policy is not supported: %(reason)s"


class InterfaceAttachFailed(Failed):
    """The hypervisor did not take the interface."""

    msg_fmt = "Failed to attach network adapter device to %(instance_uuid)s"


class InterfaceDetachFailed(Failed):
    """The guest, or its hypervisor, did not give the interface up."""

    msg_fmt = "Failed to detach network adapter device from %(instance_uuid)s"


class InterfaceAttachFailedNoNetwork(Invalid):
    """No network was named, and the project has none."""

    msg_fmt = "No specific network was requested and none are available for project '%(project_id)s'."


class AttachInterfaceNotSupported(Invalid):
    """The host's driver cannot do it."""

    msg_fmt = "Attaching interfaces is not supported for instance %(instance_uuid)s."


class NetworkInterfaceTaggedAttachNotSupported(Invalid):
    """The host's driver cannot tell a running guest of tags."""

    msg_fmt = "Tagged network interface attachment is not supported for this server instance."


class SnapshotNotFound(NotFound):
    """Cinder knows no such snapshot of a volume."""

    msg_fmt = "Snapshot %(snapshot_id)s could not be found."
