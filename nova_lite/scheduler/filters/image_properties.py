# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ImagePropertiesFilter: the image's architecture, hypervisor type and mode must be among those the host supports."""

import re

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.operators import match
from nova_lite.scheduler.host_state import HostState

_VERSION_RULE = re.compile(r"\s*(<=|>=|==|!=|<|>)\s*([0-9.]+)\s*")


class ImagePropertiesFilter:
    """Rejects hosts that cannot run the image."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The property that the host does not meet."""
        properties = spec.image.properties if spec.image else {}
        wanted = [
            properties.get("hw_architecture") or CONF.filter_scheduler.image_properties_default_architecture,
            properties.get("img_hv_type"),
            properties.get("hw_vm_mode"),
        ]
        if any(wanted) and not any(_covers(triple, wanted) for triple in host.supported_instances):
            named = ", ".join(str(item) for item in wanted if item)
            return f"the host supports no guest of {named}"
        rule = properties.get("img_hv_requested_version")
        if rule and not _version_allows(host.hypervisor_version, rule):
            return f"hypervisor version {host.hypervisor_version} does not satisfy {rule}"
        bits = properties.get("hw_maxphysaddr_bits")
        most = host.look_up(["cpu_info", "maxphysaddr", "bits"])
        if bits and not match(str(most or 0), f">= {bits}"):
            return f"hw_maxphysaddr_bits {bits} is more than the host has ({most})"
        return None


def _covers(triple: list[str], wanted: list[str | None]) -> bool:
    """True when every named item of (architecture, hypervisor type, mode) equals the triple's."""
    return all(not item or item == offered for item, offered in zip(wanted, triple, strict=False))


def _version_allows(version: int, rule: str) -> bool:
    """Check a rule such as '>=6.2,<8' against a version of the form major*1000000 + minor*1000 + release."""
    for part in rule.split(","):
        parsed = _VERSION_RULE.fullmatch(part)
        if parsed is None:
            return False
        sign, text = parsed.groups()
        numbers = [int(item or 0) for item in [*text.split("."), "0", "0"][:3]]
        bound = numbers[0] * 1_000_000 + numbers[1] * 1_000 + numbers[2]
        difference = (version > bound) - (version < bound)
        allowed = {"<": {-1}, "<=": {-1, 0}, "==": {0}, "!=": {-1, 1}, ">=": {0, 1}, ">": {1}}[sign]
        if difference not in allowed:
            return False
    return True
