# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Image properties: their present names, and the values that each may have. Pure functions.

What is stored with a server stays as it was written in the image; this is for those who act on it.
"""

from collections.abc import Callable, Mapping

from oslo_utils import uuidutils

from nova_lite import exception

Properties = Mapping[str, str | None]

FORMER = {
    "architecture": "hw_architecture",
    "auto_disk_config": "hw_auto_disk_config",
    "bdm_v2": "img_bdm_v2",
    "bittorrent": "img_bittorrent",
    "block_device_mapping": "img_block_device_mapping",
    "cache_in_nova": "img_cache_in_nova",
    "hypervisor_type": "img_hv_type",
    "hypervisor_version_requires": "img_hv_requested_version",
    "ipxe_boot": "hw_ipxe_boot",
    "mappings": "img_mappings",
    "owner_id": "img_owner_id",
    "root_device_name": "img_root_device_name",
    "vm_mode": "hw_vm_mode",
    "vmware_disktype": "hw_disk_type",
    "vmware_image_version": "img_version",
    "vmware_linked_clone": "img_linked_clone",
    "vmware_ostype": "os_distro",
    "xenapi_device_id": "hw_device_id",
    "xenapi_image_compression_level": "img_compression_level",
    "xenapi_skip_agent_inject_files_at_boot": "os_skip_agent_inject_files_at_boot",
    "xenapi_skip_agent_inject_ssh": "os_skip_agent_inject_ssh",
    "xenapi_use_agent": "img_use_agent",
}
# Names that a server shows of its image (since 2.98): these, and the former ones with what they became.
_PRESENT = """
    hw_boot_menu hw_cdrom_bus hw_cpu_cores hw_cpu_max_cores hw_cpu_max_sockets hw_cpu_max_threads hw_cpu_policy
    hw_cpu_realtime_mask hw_cpu_sockets hw_cpu_thread_policy hw_cpu_threads hw_disk_bus
    hw_emulation_architecture hw_ephemeral_encryption hw_ephemeral_encryption_format
    hw_ephemeral_encryption_secret_uuid hw_firmware_stateless hw_firmware_type hw_floppy_bus hw_input_bus
    hw_locked_memory hw_machine_type hw_maxphysaddr_bits hw_maxphysaddr_mode hw_mem_encryption
    hw_mem_encryption_model hw_mem_page_size hw_numa_cpus hw_numa_mem hw_numa_nodes hw_pci_numa_affinity_policy
    hw_pmu hw_pointer_model hw_qemu_guest_agent hw_redirected_usb_ports hw_rescue_bus hw_rescue_device
    hw_rng_model hw_scsi_model hw_serial_port_count hw_sound_model hw_time_hpet hw_tpm_model hw_tpm_version
    hw_usb_model hw_video_model hw_video_ram hw_vif_model hw_vif_multiqueue_enabled hw_viommu_model
    hw_virtio_packed_ring hw_watchdog_action img_config_drive img_hide_hypervisor_id img_signature
    img_signature_certificate_uuid img_signature_hash_method img_signature_key_type os_admin_user
    os_command_line os_require_quiesce os_secure_boot os_type traits_required
"""
STANDARD = frozenset({*FORMER, *FORMER.values(), *_PRESENT.split()})
ADAPTER = "vmware_adaptertype"

_ARCHITECTURES = (
    "alpha armv6 armv7l armv7b aarch64 cris i686 ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el"
    " openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb s390 s390x sh4 sh4eb sparc sparc64 unicore32 x86_64"
    " xtensa xtensaeb"
)
_HYPERVISORS = (
    "baremetal bhyve docker fake hyperv ironic kqemu kvm lxc lxd openvz parallels phyp qemu test uml vbox vz vmware xen"
    " zvm prsm"
)
_BUSES = "fdc ide sata scsi usb virtio xen lxc uml"
_VIF_MODELS = "virtio ne2k_pci pcnet rtl8139 e1000 e1000e netfront spapr-vlan lan9118 sriov vmxnet vmxnet3 igb"
_KEY_TYPES = "DSA ECC_SECP384R1 ECC_SECP521R1 ECC_SECT409K1 ECC_SECT409R1 ECC_SECT571K1 ECC_SECT571R1 RSA-PSS"
_CHOICES: dict[str, str] = {
    "hw_architecture": _ARCHITECTURES,
    "hw_emulation_architecture": _ARCHITECTURES,
    "hw_cdrom_bus": _BUSES,
    "hw_disk_bus": _BUSES,
    "hw_floppy_bus": _BUSES,
    "hw_rescue_bus": _BUSES,
    "hw_cpu_policy": "dedicated shared mixed",
    "hw_cpu_thread_policy": "prefer isolate require",
    "hw_ephemeral_encryption_format": "plain luks luksv2",
    "hw_firmware_type": "uefi bios",
    "hw_input_bus": "usb virtio",
    "hw_maxphysaddr_mode": "passthrough emulate",
    "hw_mem_encryption_model": "amd-sev amd-sev-es amd-sev-snp",
    "hw_pci_numa_affinity_policy": "required legacy preferred socket",
    "hw_pointer_model": "usbtablet",
    "hw_rescue_device": "cdrom disk floppy fs lun",
    "hw_rng_model": "virtio",
    "hw_scsi_model": "buslogic ibmvscsi lsilogic lsisas1068 lsisas1078 virtio-scsi vmpvscsi",
    "hw_sound_model": "sb16 es1370 pcspk ac97 ich6 ich9 usb virtio",
    "hw_tpm_model": "tpm-tis tpm-crb",
    "hw_tpm_version": "1.2 2.0",
    "hw_usb_model": "none nec-xhci qemu-xhci",
    "hw_video_model": "cirrus qxl vga vmvga xen virtio gop none bochs",
    "hw_vif_model": _VIF_MODELS,
    "hw_viommu_model": "intel smmuv3 virtio auto",
    "hw_vm_mode": "hvm xen uml exe",
    "hw_watchdog_action": "none pause poweroff reset disabled",
    "img_config_drive": "optional mandatory",
    "img_hv_type": _HYPERVISORS,
    "img_signature_hash_method": "SHA-224 SHA-256 SHA-384 SHA-512",
    "img_signature_key_type": _KEY_TYPES,
    "os_secure_boot": "required disabled optional",
    "os_type": "linux windows",
}
_NUMBERS = (
    *("hw_cpu_cores", "hw_cpu_sockets", "hw_cpu_threads", "hw_cpu_max_cores", "hw_cpu_max_sockets"),
    *("hw_cpu_max_threads", "hw_device_id", "hw_maxphysaddr_bits", "hw_numa_nodes", "hw_redirected_usb_ports"),
    *("hw_serial_port_count", "hw_video_ram", "img_compression_level", "img_version"),
)
_UUIDS = ("hw_ephemeral_encryption_secret_uuid", "img_signature_certificate_uuid")
_ANY_CASE = frozenset(
    {
        "hw_architecture",
        "hw_emulation_architecture",
        "img_hv_type",
        "hw_vm_mode",
        "os_type",
        "hw_vif_model",
        "hw_scsi_model",
    }
)
_I686 = dict.fromkeys(("i386", "i486", "i586", "x86_32", "x86_32p"), "i686")
_ALIASES: dict[str, dict[str, str]] = {
    "hw_architecture": {**_I686, "amd64": "x86_64"},
    "hw_emulation_architecture": {**_I686, "amd64": "x86_64"},
    "hw_scsi_model": {"lsilogicsas": "lsisas1068", "paravirtual": "vmpvscsi"},
    "hw_vif_model": {
        "virtuale1000": "e1000",
        "virtuale1000e": "e1000e",
        "virtualpcnet32": "pcnet",
        "virtualsriovethernetcard": "sriov",
        "virtualvmxnet": "vmxnet",
        "virtualvmxnet3": "vmxnet3",
    },
    "hw_vm_mode": {"pv": "xen", "hv": "hvm", "baremetal": "hvm"},
    "img_hv_type": {"xapi": "xen"},
}


def canonical(properties: Properties) -> dict[str, str | None]:
    """The properties under their present names and spellings; a present name wins over a former one."""
    found = {FORMER.get(key, key): value for key, value in properties.items() if key in FORMER}
    adapter = properties.get(ADAPTER)
    if adapter:
        found["hw_disk_bus"] = "ide" if adapter == "ide" else "scsi"
        if adapter != "ide":
            found["hw_scsi_model"] = adapter
    found.update({key: value for key, value in properties.items() if key not in FORMER and key != ADAPTER})
    return {key: _spelled(key, value) for key, value in found.items()}


def _spelled(key: str, value: str | None) -> str | None:
    if value is None:
        return None
    plain = value.lower() if key in _ANY_CASE else value
    return _ALIASES.get(key, {}).get(plain, plain)


def check(properties: Properties) -> None:
    """Raise Invalid for the first known property with a value that it cannot have; takes canonical() ones."""
    for key, value in properties.items():
        may_be = _RULES.get(key)
        if value is not None and may_be is not None and not may_be(value):
            raise exception.Invalid(f"Invalid image metadata. Error: {key} cannot be '{value}'")


def _one_of(words: str) -> Callable[[str], bool]:
    return frozenset(words.split()).__contains__


def _is_number(value: str) -> bool:
    return value.removeprefix("-").isdecimal()


_RULES: dict[str, Callable[[str], bool]] = {
    **{key: _one_of(words) for key, words in _CHOICES.items()},
    **dict.fromkeys(_NUMBERS, _is_number),
    **dict.fromkeys(_UUIDS, uuidutils.is_uuid_like),
}
