# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""virtio_sound_filter: a virtio sound device needs a host that has it."""

from nova_lite.hardware.wishes import Wishes
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.prefilters.base import Around, require


def apply(spec: RequestSpec, around: Around) -> None:
    """Require COMPUTE_SOUND_MODEL_VIRTIO when flavor or image ask for that sound model."""
    if Wishes.of(spec.flavor, spec.image).text("sound_model") == "virtio":
        require(spec, "COMPUTE_SOUND_MODEL_VIRTIO")
