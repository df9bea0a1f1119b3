# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which server asks: by signed headers of Neutron's proxy, by a load balancer's provider id, or by address."""

import hashlib
import hmac
from dataclasses import dataclass

import webob
import webob.exc
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.network import metadata_port

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """The server that asks; project_id None when the way of asking proves no project."""

    instance_uuid: str
    project_id: str | None
    address: str | None


def caller(context: RequestContext, request: webob.Request) -> Caller:
    """Identify the server; raises webob's 400, 403 and 404 answers."""
    if not CONF.neutron.service_metadata_proxy:
        return _by_address(context, request)
    if "X-Metadata-Provider" in request.headers:
        return _by_provider(context, request)
    return _by_headers(request)


def _by_headers(request: webob.Request) -> Caller:
    """Headers set by Neutron's metadata agent; the signature proves that it was the agent."""
    uuid = _single(request, "X-Instance-ID", "X-Instance-ID header is missing from request.")
    signature = request.headers.get("X-Instance-ID-Signature")
    if not signature:
        raise webob.exc.HTTPBadRequest(explanation="X-Instance-ID-Signature header is missing from request.")
    project_id = _single(request, "X-Tenant-ID", "X-Tenant-ID header is missing from request.")
    if not _signed(uuid, signature):
        LOG.warning("Metadata request for server %s from %s has a wrong signature", uuid, request.remote_addr)
        raise webob.exc.HTTPForbidden(explanation="Invalid proxy request signature.")
    return Caller(uuid, project_id, request.headers.get("X-Forwarded-For"))


def _single(request: webob.Request, name: str, missing: str) -> str:
    value = request.headers.get(name)
    if not value:
        raise webob.exc.HTTPBadRequest(explanation=missing)
    if "," in value:
        raise webob.exc.HTTPBadRequest(explanation=f"Multiple {name} headers found within request.")
    return str(value)


def _signed(text: str, signature: str) -> bool:
    secret = CONF.neutron.metadata_proxy_shared_secret.encode()
    expected = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def _by_provider(context: RequestContext, request: webob.Request) -> Caller:
    """A load balancer names its provider and the client's address."""
    forwarded = request.headers.get("X-Forwarded-For")
    if not forwarded:
        raise webob.exc.HTTPBadRequest(explanation="X-Forwarded-For header is missing from request.")
    provider = request.headers["X-Metadata-Provider"]
    signature = request.headers.get("X-Metadata-Provider-Signature", "")
    if CONF.neutron.metadata_proxy_shared_secret and not _signed(provider, signature):
        raise webob.exc.HTTPForbidden(explanation="Invalid proxy request signature.")
    address = forwarded.split(",")[0].strip()
    owners = metadata_port.owners_by_provider(context, provider, address)
    if len(owners) != 1:
        raise webob.exc.HTTPBadRequest(explanation="The address does not lead to exactly one port.")
    return Caller(owners[0].device_id, owners[0].project_id, address)


def _by_address(context: RequestContext, request: webob.Request) -> Caller:
    """The peer address is the server's fixed address; a forwarded one counts only behind a trusted proxy."""
    address = request.remote_addr
    if CONF.oslo_middleware.enable_proxy_headers_parsing:
        address = request.headers.get("X-Forwarded-For", address)
    try:
        owners = metadata_port.owners_by_address(context, str(address))
    except exception.NotFound:
        owners = []
    if len(owners) != 1:
        raise webob.exc.HTTPNotFound()
    return Caller(owners[0].device_id, None, address)
