# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Image records and image data from Glance, on behalf of the user who asks.

Data are written to a file object as they arrive and checked against Glance's checksum; what is inside them is not
looked at here.
"""

import hashlib
import itertools
import random
import urllib.parse
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO, TypeVar

import requests
import urllib3.exceptions
from oslo_log import log as logging

from nova_lite import concurrency, exception, keystone_auth
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.image.model import image_from_json, image_to_json
from nova_lite.keystone_auth import Reply, Rest
from nova_lite.objects.image_meta import ImageMeta

LOG = logging.getLogger(__name__)

GROUP = "glance"
CHUNK_BYTES = 256 * 1024
RETRY_DELAY_S = 1.0
RECENT_S = 1.0
_PATCH_TYPE = "application/openstack-images-v2.1-json-patch"

T = TypeVar("T")


_records = concurrency.Recent[Reply](RECENT_S)


class _BrokenTransfer(Exception):
    """Data stopped or came out wrong; another attempt may do."""


def show(context: RequestContext, image_id: str) -> ImageMeta:
    """One image record, whatever its status. Raises ImageNotFound, ImageNotAuthorized, PeerUnavailable."""
    key = _key(context, image_id)
    read = partial(concurrency.shared, key, partial(_read, context, image_id))
    return image_from_json(_checked(_records.read(key, read, _is_active), image_id).body)


def recent(context: RequestContext, image_id: str) -> ImageMeta:
    """As show(); what Glance told the same caller of an active image serves for RECENT_S seconds."""
    known = _records.get(_key(context, image_id))
    return image_from_json(known.body) if known else show(context, image_id)


def _key(context: RequestContext, image_id: str) -> Hashable:
    return "image", context.auth_token, context.project_id, image_id


def _is_active(reply: Reply) -> bool:
    return reply.ok and reply.body.get("status") == "active"


def _read(context: RequestContext, image_id: str) -> Reply:
    return _retried(context, lambda rest: rest.request("GET", _path(image_id)))


def listed(
    context: RequestContext, filters: Mapping[str, str], limit: int, marker: str | None = None
) -> list[ImageMeta]:
    """Image records that match, newest first, at most `limit`, after the one whose id is `marker`.

    Glance answers in pages of its own size, which are joined. Raises InvalidInput, also for an unknown marker.
    """
    found: list[ImageMeta] = []
    while len(found) < limit:
        params = {**filters, "limit": str(limit - len(found)), **({"marker": marker} if marker else {})}
        body = _checked(_retried(context, _list_request(params)), marker or "").body
        found += [image_from_json(row) for row in body["images"]]
        if not body.get("next") or not body["images"]:
            break
        marker = found[-1].id
    return found[:limit]


def _list_request(params: Mapping[str, str]) -> Callable[[Rest], Reply]:
    return lambda rest: rest.request("GET", "/v2/images", params=params)


def address(context: RequestContext) -> str:
    """Glance's URL, without version. Raises PeerUnavailable when the catalog has none."""
    return _rest(context, None).base


def download(context: RequestContext, image_id: str, output: BinaryIO) -> int:
    """Write the image's data to `output`, which must be seekable; returns the number of bytes.

    A broken transfer starts again from nothing, [glance]num_retries times. Raises ImageNotFound, ImageNotAuthorized,
    ImageNotActive when there are no data, ImageDownloadFailed, PeerUnavailable.
    """
    reason = ""
    endpoints = _endpoints()
    for attempt in range(CONF.glance.num_retries + 1):
        if attempt:
            concurrency.sleep(RETRY_DELAY_S)
            output.seek(0)
            output.truncate()
        try:
            return _transfer(_rest(context, next(endpoints)), image_id, output)
        except (_BrokenTransfer, exception.PeerUnavailable) as error:
            reason = str(error)
            LOG.warning("Download of image %s broke off: %s", image_id, reason)
    raise exception.ImageDownloadFailed(image_id=image_id, reason=reason)


def create(context: RequestContext, image: ImageMeta) -> ImageMeta:
    """Make an image record without data (status queued). Raises ImageNotAuthorized, InvalidInput, OverQuota."""
    reply = _rest(context, None).request("POST", "/v2/images", json=image_to_json(image))
    return image_from_json(_checked(reply, image.id or image.name or "").body)


def upload(context: RequestContext, image_id: str, data: BinaryIO) -> None:
    """Send the data of an image record, which becomes active. Not retried. Errors as show(), and OverQuota."""
    reply = _rest(context, None).upload(f"{_path(image_id)}/file", data, "application/octet-stream")
    _checked(reply, image_id)


def update(context: RequestContext, image_id: str, changes: dict[str, Any]) -> ImageMeta:
    """Set attributes and properties; the value None removes a property. Errors as show()."""
    now = _checked(_read(context, image_id), image_id).body
    patch = [_patch_row(key, value, key in now) for key, value in changes.items()]
    reply = _rest(context, None).request(
        "PATCH",
        _path(image_id),
        json=[row for row in patch if row],
        headers={"Content-Type": _PATCH_TYPE},
    )
    _records.forget()
    return image_from_json(_checked(reply, image_id).body)


def delete(context: RequestContext, image_id: str) -> None:
    """Delete record and data. Raises ImageNotFound, ImageNotAuthorized (also for a protected image), Conflict."""
    reply = _retried(context, lambda rest: rest.request("DELETE", _path(image_id)))
    _records.forget()
    _checked(reply, image_id)


def _path(image_id: str) -> str:
    return f"/v2/images/{urllib.parse.quote(image_id, safe='')}"


def _patch_row(key: str, value: Any, present: bool) -> dict[str, Any] | None:
    path = "/" + key.replace("~", "~0").replace("/", "~1")
    if value is None:
        return {"op": "remove", "path": path} if present else None
    return {"op": "replace" if present else "add", "path": path, "value": value}


def _endpoints() -> Iterator[str | None]:
    """Endless list of Glance URLs to try: [glance]api_servers in random order, else the catalog's (None)."""
    servers: list[str | None] = list(CONF.glance.api_servers or ())
    random.shuffle(servers)
    return itertools.cycle(servers or [None])


def _rest(context: RequestContext, endpoint: str | None) -> Rest:
    if endpoint is None:
        endpoint = next(_endpoints())
    # Reads are tried again here, each time on the next server, so not once more underneath.
    return keystone_auth.rest(GROUP, context, strip=("/v2", "/v2.0"), endpoint=endpoint, connect_retries=0)


def _retried(context: RequestContext, send: Callable[[Rest], T]) -> T:
    """Run a repeatable request, on another server if one does not answer."""
    endpoints = _endpoints()
    for attempt in itertools.count(1):
        try:
            return send(_rest(context, next(endpoints)))
        except exception.PeerUnavailable as error:
            if attempt > CONF.glance.num_retries:
                raise
            LOG.warning("Image request failed, trying again: %s", error)
            concurrency.sleep(RETRY_DELAY_S)
    raise AssertionError("unreachable: the last attempt returns or raises")


def _checked(reply: Reply, image_id: str) -> Reply:
    if reply.ok:
        return reply
    raise _refusal(reply.status, image_id, reply.text)


def _refusal(status: int, image_id: str, text: str) -> exception.NovaException:
    if status == 404:
        return exception.ImageNotFound(image_id=image_id)
    if status in (401, 403):
        return exception.ImageNotAuthorized(image_id=image_id)
    if status == 413:
        return exception.OverQuota(f"Image quota exceeded for {image_id}")
    if status == 409:
        return exception.Conflict(f"Glance refused to change image {image_id}: {text[:200]}")
    return exception.InvalidInput(reason=f"image {image_id}: {text[:200] or status}")


def _transfer(rest: Rest, image_id: str, output: BinaryIO) -> int:
    """One attempt to fetch the data."""
    digest = hashlib.md5(usedforsecurity=False)
    written = 0
    with rest.stream(f"{_path(image_id)}/file") as response:
        if response.status_code == 204:
            raise exception.ImageNotActive(image_id=image_id)
        if response.status_code != 200:
            raise _refusal(response.status_code, image_id, "")
        try:
            for chunk in response.iter_content(CHUNK_BYTES):
                output.write(chunk)
                digest.update(chunk)
                written += len(chunk)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _BrokenTransfer(f"after {written} bytes: {error}") from error
        expected = response.headers.get("Content-MD5")
    if expected and expected != digest.hexdigest():
        raise _BrokenTransfer(f"checksum is {digest.hexdigest()}, Glance says {expected}")
    output.flush()
    return written
