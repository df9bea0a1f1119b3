# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a driver can do, as flags, and the placement traits that tell the scheduler so. Data and one pure function."""

from collections.abc import Iterable

# Flag of a driver -> trait of its compute node.
TRAITS: dict[str, str] = {
    "supports_accelerators": "COMPUTE_ACCELERATORS",
    "supports_address_space_emulated": "COMPUTE_ADDRESS_SPACE_EMULATED",
    "supports_address_space_passthrough": "COMPUTE_ADDRESS_SPACE_PASSTHROUGH",
    "supports_attach_interface": "COMPUTE_NET_ATTACH_INTERFACE",
    "supports_bfv_rescue": "COMPUTE_RESCUE_BFV",
    "supports_device_tagging": "COMPUTE_DEVICE_TAGGING",
    "supports_extend_volume": "COMPUTE_VOLUME_EXTEND",
    "supports_image_type_aki": "COMPUTE_IMAGE_TYPE_AKI",
    "supports_image_type_ami": "COMPUTE_IMAGE_TYPE_AMI",
    "supports_image_type_ari": "COMPUTE_IMAGE_TYPE_ARI",
    "supports_image_type_iso": "COMPUTE_IMAGE_TYPE_ISO",
    "supports_image_type_ploop": "COMPUTE_IMAGE_TYPE_PLOOP",
    "supports_image_type_qcow2": "COMPUTE_IMAGE_TYPE_QCOW2",
    "supports_image_type_raw": "COMPUTE_IMAGE_TYPE_RAW",
    "supports_image_type_vdi": "COMPUTE_IMAGE_TYPE_VDI",
    "supports_image_type_vhd": "COMPUTE_IMAGE_TYPE_VHD",
    "supports_image_type_vhdx": "COMPUTE_IMAGE_TYPE_VHDX",
    "supports_image_type_vmdk": "COMPUTE_IMAGE_TYPE_VMDK",
    "supports_migrate_to_same_host": "COMPUTE_SAME_HOST_COLD_MIGRATE",
    "supports_multiattach": "COMPUTE_VOLUME_MULTI_ATTACH",
    "supports_remote_managed_ports": "COMPUTE_REMOTE_MANAGED_PORTS",
    "supports_secure_boot": "COMPUTE_SECURITY_UEFI_SECURE_BOOT",
    "supports_socket_pci_numa_affinity": "COMPUTE_SOCKET_PCI_NUMA_AFFINITY",
    "supports_stateless_firmware": "COMPUTE_SECURITY_STATELESS_FIRMWARE",
    "supports_tagged_attach_interface": "COMPUTE_NET_ATTACH_INTERFACE_WITH_TAG",
    "supports_tagged_attach_volume": "COMPUTE_VOLUME_ATTACH_WITH_TAG",
    "supports_trusted_certs": "COMPUTE_TRUSTED_CERTS",
    "supports_virtio_fs": "COMPUTE_STORAGE_VIRTIO_FS",
}
# Flags that no trait stands for.
PLAIN = frozenset({"has_imagecache", "supports_evacuate", "supports_pcpus"})


def flags(*true: str) -> dict[str, bool]:
    """All flags, those named set to True. Raises KeyError for an unknown name."""
    known = PLAIN | TRAITS.keys()
    unknown = set(true) - known
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    return {name: name in true for name in sorted(known)}


def traits(capabilities: dict[str, bool], excluded_formats: Iterable[str] = ()) -> frozenset[str]:
    """Traits of the flags that are true, without image types that the operator excludes."""
    excluded = {f"COMPUTE_IMAGE_TYPE_{name.upper()}" for name in excluded_formats}
    return frozenset(TRAITS[name] for name, on in capabilities.items() if on and name in TRAITS) - excluded
