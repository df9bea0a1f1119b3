# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the journal keeps of a build comes back as it was."""

import json

from nova_lite.objects.create_request import build_arguments, read_arguments
from tests.unit.conductor.builders import a_request, a_spec, chosen


def test_arguments_survive_json() -> None:
    kept = json.loads(json.dumps(build_arguments(a_spec(), a_request(), chosen("h1", "h2"), "why")))
    spec, request, selections, reason = read_arguments(kept)
    assert (spec.flavor.name, request.block_devices[0].image_id, reason) == ("m1.nano", "image", "why")
    assert [one.host for one in selections] == ["h1", "h2"]
