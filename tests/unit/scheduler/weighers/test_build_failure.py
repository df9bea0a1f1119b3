# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""BuildFailureWeigher."""

from nova_lite.scheduler.weighers.build_failure import BuildFailureWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert BuildFailureWeigher().value(a_host(failed_builds=3), a_spec()) == -3.0
