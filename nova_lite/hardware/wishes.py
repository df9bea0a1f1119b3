# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What flavor and image say about a guest's hardware, by the part of the name that both share. No judgement here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nova_lite.hardware.unsupported import flag
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta


@dataclass(frozen=True, slots=True)
class Wishes:
    """A flavor's CPUs and memory (MiB), its extra specs, and the image's properties."""

    vcpus: int
    memory_mb: int
    extra_specs: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, flavor: Flavor, image: ImageMeta | None) -> "Wishes":
        """The wishes of a server."""
        return cls(flavor.vcpus, flavor.memory_mb, flavor.extra_specs or {}, image.properties if image else {})

    def pair(self, name: str) -> tuple[str | None, str | None]:
        """The flavor's value of hw:<name> and the image's of hw_<name>; empty texts count as nothing."""
        return self.extra_specs.get(f"hw:{name}") or None, self.properties.get(f"hw_{name}") or None

    def text(self, name: str) -> str | None:
        """The flavor's value, else the image's."""
        flavor, image = self.pair(name)
        return flavor or image

    def on(self, name: str) -> bool:
        """True for a value that is a kind of yes."""
        return flag(self.text(name))
