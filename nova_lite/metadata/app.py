# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The metadata WSGI application: who asks, which document, one answer."""

import time
from typing import Any

import webob
import webob.dec
import webob.exc
from oslo_log import log as logging
from oslo_middleware import cors, http_proxy_to_wsgi

from nova_lite import context as nova_context
from nova_lite import exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.guestdata import model, vendor_data
from nova_lite.guestdata.model import GuestData
from nova_lite.metadata import identify, tree
from nova_lite.operations import find, password

LOG = logging.getLogger(__name__)

# All documents of guests, in figures.
ROUTE = "metadata"


class MetadataApplication:
    """Serves one guest's documents per request; what was read of a server is kept for a few seconds."""

    def __init__(self) -> None:
        self._cache: dict[str, tuple[float, RequestContext, GuestData]] = {}

    @webob.dec.wsgify
    def __call__(self, request: webob.Request) -> webob.Response:
        """Answer one request; errors of ours become a short text."""
        with figures.Timed(figures.API_REQUESTS, request.method, ROUTE, "-") as timed:
            try:
                response = self._translated(request)
            except webob.exc.HTTPException as error:
                timed.outcome = str(error.code)
                raise
            timed.outcome = str(response.status_int)
            return response

    def _translated(self, request: webob.Request) -> webob.Response:
        try:
            return self._answer(request)
        except exception.NotFound as error:
            raise webob.exc.HTTPNotFound() from error
        except exception.Conflict as error:
            raise webob.exc.HTTPConflict(explanation=error.format_message()) from error
        except exception.Invalid as error:
            raise webob.exc.HTTPBadRequest(explanation=error.format_message()) from error
        except exception.NovaException as error:
            LOG.error("Metadata request %s failed: %s", request.path, error)
            raise webob.exc.HTTPInternalServerError(
                explanation="An unknown error has occurred. Please try your request again."
            ) from error

    def _answer(self, request: webob.Request) -> webob.Response:
        path = request.path_info
        if request.method == "GET" and not path.strip("/"):
            return _response(tree.Document("\n".join([*tree.ec2.VERSIONS, tree.ec2.LATEST]).encode()))
        admin = nova_context.get_admin_context()
        asking = identify.caller(admin, request)
        is_password = path.rstrip("/").endswith("/password")
        cell_context, data = self._guest_data(admin, asking, fresh=is_password)
        if request.method == "POST" and is_password:
            password.store(cell_context, data.instance, request.body.decode("utf-8", "replace"))
            self._cache.pop(asking.instance_uuid, None)
            return webob.Response(status=200)
        if request.method != "GET":
            raise webob.exc.HTTPBadRequest()
        document = tree.find(data, path, lambda: password.get(data.instance))
        if document is None:
            raise webob.exc.HTTPNotFound()
        return _response(document)

    def _guest_data(
        self, admin: RequestContext, asking: identify.Caller, fresh: bool
    ) -> tuple[RequestContext, GuestData]:
        """The asking server's facts; a server of another project is not found."""
        kept = self._cache.get(asking.instance_uuid)
        if kept is None or fresh or kept[0] < time.monotonic():
            cell_context, instance = find.instance(admin, asking.instance_uuid)
            data = model.from_instance(
                instance,
                vendor=vendor_data.static(),
                vendor2=vendor_data.collected(instance),
                address=asking.address,
                key_type=str(instance.system_metadata.get("key_type") or "ssh"),
            )
            kept = (time.monotonic() + CONF.api.metadata_cache_expiration, cell_context, data)
            self._remember(asking.instance_uuid, kept)
        if asking.project_id is not None and kept[2].instance.project_id != asking.project_id:
            raise exception.InstanceNotFound(instance_id=asking.instance_uuid)
        return kept[1], kept[2]

    def _remember(self, uuid: str, entry: tuple[float, RequestContext, GuestData]) -> None:
        now = time.monotonic()
        for stale in [key for key, value in self._cache.items() if value[0] < now]:
            del self._cache[stale]
        if CONF.api.metadata_cache_expiration > 0:
            self._cache[uuid] = entry


def _response(document: tree.Document) -> webob.Response:
    return webob.Response(body=document.content, content_type=document.content_type, charset="UTF-8")


def load() -> Any:
    """The whole WSGI stack."""
    application: Any = MetadataApplication()
    application = http_proxy_to_wsgi.HTTPProxyToWSGI(application, CONF)
    return cors.CORS(application, CONF)
