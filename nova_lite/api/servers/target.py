# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Loading the server that a request is about, before policy is asked."""

from functools import partial

from nova_lite.api.request import ApiRequest
from nova_lite.api.servers import facts
from nova_lite.operations import down_cells, find, show
from nova_lite.operations.down_cells import HiddenServer
from nova_lite.operations.find import Server
from nova_lite.operations.show import Shown


def server(req: ApiRequest) -> Server:
    """The server of the path; raises InstanceNotFound."""
    return find.server(req.context, req.params.get("server_id") or req.params["id"])


def shown(req: ApiRequest) -> Shown | HiddenServer:
    """The server of the path with all that its view needs; raises InstanceNotFound.

    From 2.69 on a server whose cell does not answer is shown with what is known without it.
    """
    uuid = req.params["id"]
    read = partial(show.server, req.context, uuid, facts.extent(req))
    return down_cells.otherwise(req.context, uuid, read) if req.version >= (2, 69) else read()
