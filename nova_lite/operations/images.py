# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images for clients of old API versions: filters, and the metadata that Glance calls properties.

Glance owns the images and judges who may change them; nothing is recorded here.
"""

from collections.abc import Mapping

from oslo_log import log as logging
from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.image import client
from nova_lite.image.model import ATTRIBUTES
from nova_lite.limits import quota
from nova_lite.objects.image_meta import ImageMeta

LOG = logging.getLogger(__name__)

FILTERS = {
    "name": "name",
    "status": "status",
    "type": "image_type",
    "minRam": "min_ram",
    "minDisk": "min_disk",
}
PROPERTY = "property-"


def glance_filters(given: Mapping[str, str]) -> dict[str, str]:
    """Filters of a request in Glance's words; others are left out. Raises InvalidInput for a bad time."""
    found = {FILTERS[name]: value for name, value in given.items() if name in FILTERS}
    found.update({name[len(PROPERTY) :]: value for name, value in given.items() if name.startswith(PROPERTY)})
    if "status" in found:
        found["status"] = found["status"].lower()
    if "server" in given:
        found["instance_uuid"] = given["server"].rpartition("/")[2]
    if "changes-since" in given:
        found["updated_at"] = f"gte:{_moment(given['changes-since'])}"
    return found


def _moment(text: str) -> str:
    try:
        moment = timeutils.normalize_time(timeutils.parse_isotime(text))
    except (ValueError, OverflowError) as error:
        raise exception.InvalidInput(reason=f"Invalid time {text}") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(context: RequestContext, given: Mapping[str, str], limit: int) -> list[ImageMeta]:
    """A page of the images that the caller can see; given: the request's query. Raises InvalidInput."""
    return client.listed(context, glance_filters(given), limit, given.get("marker"))


def get(context: RequestContext, image_id: str) -> ImageMeta:
    """One image; raises ImageNotFound, ImageNotAuthorized."""
    return client.show(context, image_id)


def address(context: RequestContext) -> str:
    """Glance's own URL."""
    return client.address(context)


def delete(context: RequestContext, image_id: str) -> None:
    """Delete an image; raises ImageNotFound, ImageNotAuthorized."""
    client.delete(context, image_id)
    LOG.info("Image %s is deleted", image_id)


# ---- metadata --------------------------------------------------------------------------------------------------------


def merge(context: RequestContext, image: ImageMeta, items: Mapping[str, str]) -> dict[str, str | None]:
    """Add and change items; returns all. Raises InvalidMetadata, OverQuota, ImageNotAuthorized."""
    return _save(context, image, items, {**image.properties, **items})


def replace(context: RequestContext, image: ImageMeta, items: Mapping[str, str]) -> dict[str, str | None]:
    """Make the metadata exactly these; errors as merge()."""
    dropped = dict.fromkeys(set(image.properties) - set(items))
    return _save(context, image, {**items, **dropped}, items)


def remove(context: RequestContext, image: ImageMeta, key: str) -> None:
    """Remove one item; raises InstanceMetadataNotFound and as merge()."""
    if key not in image.properties:
        raise exception.InstanceMetadataNotFound()
    client.update(context, str(image.id), {key: None})
    LOG.info("Property %s of image %s is removed", key, image.id)


def _save(
    context: RequestContext, image: ImageMeta, changes: Mapping[str, str | None], result: Mapping[str, str | None]
) -> dict[str, str | None]:
    own = sorted(ATTRIBUTES & set(changes))
    if own:
        raise exception.InvalidMetadata(reason=f"{', '.join(own)} is an attribute of images, not metadata")
    quota.check_metadata(str(context.project_id), context.user_id, len(result))
    changed = client.update(context, str(image.id), dict(changes))
    LOG.info("Metadata of image %s is changed", image.id)
    return dict(changed.properties)
