# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Loading the server that a request is about, before policy is asked."""

from nova_lite.api.request import ApiRequest
from nova_lite.api.servers import facts
from nova_lite.operations import find, show
from nova_lite.operations.find import Server
from nova_lite.operations.show import Shown


def server(req: ApiRequest) -> Server:
    """The server of the path; raises InstanceNotFound."""
    return find.server(req.context, req.params.get("server_id") or req.params["id"])


def shown(req: ApiRequest) -> Shown:
    """The server of the path with all that its view needs; raises InstanceNotFound."""
    return show.server(req.context, req.params["id"], facts.extent(req))
