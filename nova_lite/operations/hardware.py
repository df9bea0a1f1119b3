# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Do flavor and image agree on the guest's hardware? Asked before a create, resize or rebuild is accepted."""

from nova_lite.conf import CONF
from nova_lite.hardware import constraints, image_properties, pci_aliases
from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta

ALIAS_KEY = "pci_passthrough:alias"


def check(flavor: Flavor, image: ImageMeta) -> None:
    """Raise Invalid for what cannot be on any host: bad properties, contradictions, unknown PCI aliases."""
    named = image.copy(properties=image_properties.canonical(image.properties))
    image_properties.check(named.properties)
    wishes = Wishes.of(flavor, named)
    constraints.check(wishes)
    if wishes.extra_specs.get(ALIAS_KEY):
        pci_aliases.check(wishes.extra_specs[ALIAS_KEY], CONF.pci.alias)
