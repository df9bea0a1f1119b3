# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Placement traits that follow from what libvirt says of the host: CPU features, device models, firmware. Data."""

from collections.abc import Iterable

import os_traits

from nova_lite.virt.libvirt.capabilities import DomainCapabilities, GuestKind
from nova_lite.virt.libvirt.vif import MODELS

_X86 = "HW_CPU_X86_"
# libvirt's name of a CPU feature -> trait.
CPU_FEATURES: dict[str, str] = {
    **{name: _X86 + name.upper() for name in ("3dnow", "abm", "avx", "avx2", "bmi2", "f16c", "mmx", "mpx", "pdpe1gb")},
    **{name: _X86 + name.upper() for name in ("sgx", "sse", "sse2", "sse4a", "ssse3", "stibp", "svm", "tbm", "vmx")},
    **{name: _X86 + name.upper() for name in ("fma4", "xop")},
    **{f"avx512{name}": f"{_X86}AVX512{name.upper()}" for name in ("bw", "cd", "dq", "er", "f", "ifma", "pf", "vbmi")},
    **{f"avx512{name}": f"{_X86}AVX512{name.upper()}" for name in ("vl", "vbmi2")},
    "aes": _X86 + "AESNI",
    "amd-no-ssb": _X86 + "AMD_NO_SSB",
    "amd-ssbd": _X86 + "AMD_SSBD",
    "amx-bf16": _X86 + "AMXBF16",
    "amx-int8": _X86 + "AMXINT8",
    "amx-tile": _X86 + "AMXTILE",
    "avx512-vpopcntdq": _X86 + "AVX512VPOPCNTDQ",
    "avx512bitalg": _X86 + "AVX512BITALG",
    "avx512vnni": _X86 + "AVX512VNNI",
    "bmi1": _X86 + "BMI",
    "fma": _X86 + "FMA3",
    "gfni": _X86 + "AVX512GFNI",
    "ibpb": _X86 + "AMD_IBPB",
    "md-clear": _X86 + "INTEL_MD_CLEAR",
    "pcid": _X86 + "INTEL_PCID",
    "pclmulqdq": _X86 + "CLMUL",
    "pclmuldq": _X86 + "CLMUL",
    "pni": _X86 + "SSE3",
    "rtm": _X86 + "TSX",
    "sha-ni": _X86 + "SHA",
    "spec-ctrl": _X86 + "INTEL_SPEC_CTRL",
    "ssbd": _X86 + "INTEL_SSBD",
    "sse4.1": _X86 + "SSE41",
    "sse4.2": _X86 + "SSE42",
    "sse4_1": _X86 + "SSE41",
    "sse4_2": _X86 + "SSE42",
    "vaes": _X86 + "AVX512VAES",
    "virt-ssbd": _X86 + "AMD_VIRT_SSBD",
    "vpclmulqdq": _X86 + "AVX512VPCLMULQDQ",
}
# Features that stand for a second, vendor specific trait.
_ALSO: dict[str, str] = {"svm": _X86 + "AMD_SVM", "vmx": _X86 + "INTEL_VMX"}


def _known(names: Iterable[str]) -> frozenset[str]:
    """Those that os-traits has; an older library may lack some."""
    return frozenset(name for name in names if name and hasattr(os_traits, name))


def of_cpu(features: Iterable[str], threads_per_core: int = 1) -> frozenset[str]:
    """Traits of CPU features that guests see, and of the host's hyper-threading."""
    found = set()
    for feature in features:
        found |= {CPU_FEATURES.get(feature, ""), _ALSO.get(feature, "")}
    if threads_per_core > 1:
        found.add("HW_CPU_HYPERTHREADING")
    return _known(found)


def of_domain(capabilities: DomainCapabilities, guests: Iterable[GuestKind]) -> frozenset[str]:
    """Traits of the devices and firmwares that guests may have, and of the architectures that run here."""
    found = {f"COMPUTE_STORAGE_BUS_{bus.upper()}" for bus in capabilities.disk_buses}
    found |= {f"COMPUTE_GRAPHICS_MODEL_{model.upper()}" for model in capabilities.video_models}
    found |= {f"COMPUTE_NET_VIF_MODEL_{model.upper().replace('-', '_')}" for model in MODELS}
    found |= {f"COMPUTE_ARCH_{guest.arch.upper()}" for guest in guests}
    found.add("COMPUTE_FIRMWARE_BIOS")
    if "efi" in capabilities.firmwares:
        found.add("COMPUTE_FIRMWARE_UEFI")
    return _known(found | {"COMPUTE_NODE"})
