# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a conductor serves."""

from nova_lite.conductor.server import parts
from nova_lite.rpc import conductor as rpc


def test_tasks_and_store() -> None:
    (endpoints,) = parts().endpoints.values()
    for name in (*rpc.TASKS, *rpc.STORE_METHODS):
        assert any(hasattr(endpoint, name) for endpoint in endpoints), name
