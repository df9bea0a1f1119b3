# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Resource providers: the compute nodes, their inventories, traits and aggregates.

Every change carries the provider's generation. The last one seen is remembered, so that a change costs one request;
when it is stale, it is read again and the change is sent once more.
"""

from collections.abc import Iterable
from typing import Any

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply
from nova_lite.placement import rest
from nova_lite.placement.model import Inventory, Provider, Resources

LOG = logging.getLogger(__name__)


class Providers:
    """Requests on /resource_providers. One object per process; its generations are only hints."""

    def __init__(self) -> None:
        self._generations: dict[str, int] = {}
        # Providers that others changed under our hands: what was read of these before may be old.
        self._contested: set[str] = set()

    def get(self, context: RequestContext, uuid: str) -> Provider:
        """Raises ResourceProviderNotFound."""
        reply = rest.request(context, "GET", f"/resource_providers/{uuid}")
        if reply.status == 404:
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        return self._remember(self._body(reply))

    def find(self, context: RequestContext, name: str) -> Provider | None:
        """The provider of that name, None if there is none."""
        found = self._list(context, [("name", name)])
        return found[0] if found else None

    def tree(self, context: RequestContext, uuid: str) -> list[Provider]:
        """All providers of the tree that holds `uuid`; empty when it is unknown."""
        return self._list(context, [("in_tree", uuid)])

    def create(self, context: RequestContext, uuid: str, name: str, parent_uuid: str | None = None) -> Provider:
        """A new provider, or the one that somebody else has made with this uuid.

        Raises ResourceProviderUpdateConflict when another provider has the name.
        """
        LOG.info("Creating resource provider %s for %s", uuid, name)
        body = {"uuid": uuid, "name": name}
        if parent_uuid:
            body["parent_provider_uuid"] = parent_uuid
        reply = rest.request(context, "POST", "/resource_providers", json=body)
        if reply.ok:
            return self._remember(reply.body)
        if reply.status == 409:
            return self._lost_race(context, uuid, name, reply)
        raise rest.refuse(reply)

    def _lost_race(self, context: RequestContext, uuid: str, name: str, reply: Reply) -> Provider:
        """Someone else made it meanwhile, or the name belongs to another uuid."""
        try:
            return self.get(context, uuid)
        except exception.ResourceProviderNotFound as error:
            text = f"{rest.error_text(reply)} (is another compute node called {name}?)"
            raise exception.ResourceProviderUpdateConflict(uuid=uuid, error=text) from error

    def rename(self, context: RequestContext, uuid: str, name: str) -> Provider:
        """Give a provider another name. Raises ResourceProviderNotFound."""
        reply = rest.request(context, "PUT", f"/resource_providers/{uuid}", json={"name": name})
        if reply.status == 404:
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        return self._remember(self._body(reply))

    def delete(self, context: RequestContext, uuid: str) -> None:
        """Idempotent. Raises InventoryInUse while something is allocated."""
        reply = rest.request(context, "DELETE", f"/resource_providers/{uuid}")
        self._generations.pop(uuid, None)
        if reply.status == 409:
            raise exception.InventoryInUse(uuid=uuid, error=rest.error_text(reply))
        if not reply.ok and reply.status != 404:
            raise rest.refuse(reply)

    def inventories(self, context: RequestContext, uuid: str) -> dict[str, Inventory]:
        """Inventory by resource class. Raises ResourceProviderNotFound."""
        body = self._read(context, uuid, "inventories")
        return {name: Inventory.from_json(one) for name, one in body["inventories"].items()}

    def usages(self, context: RequestContext, uuid: str) -> Resources:
        """What is allocated, by resource class. Raises ResourceProviderNotFound."""
        return dict(self._read(context, uuid, "usages")["usages"])

    def set_inventories(self, context: RequestContext, uuid: str, inventories: dict[str, Inventory]) -> None:
        """Replace all inventories; one request when the generation is known.

        Raises InventoryInUse when a class that servers still use would go, ResourceProviderNotFound,
        ResourceProviderUpdateConflict when others keep changing the provider.
        """
        wanted = {name: one.to_json() for name, one in inventories.items()}
        self._replace(context, uuid, "inventories", wanted)

    def traits(self, context: RequestContext, uuid: str) -> frozenset[str]:
        """Raises ResourceProviderNotFound."""
        return frozenset(self._read(context, uuid, "traits")["traits"])

    def set_traits(self, context: RequestContext, uuid: str, traits: Iterable[str]) -> None:
        """Replace all traits; CUSTOM_ traits that Placement has not seen are made first. Errors as inventories."""
        wanted = sorted(set(traits))
        _make_custom(context, wanted)
        self._replace(context, uuid, "traits", wanted)

    def change_traits(
        self,
        context: RequestContext,
        uuid: str,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        known: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """Add and remove some traits and keep those that others set; writes only if something differs.

        known: what was read or written last; then one request does, if nobody changed the provider meanwhile. Returns
        the traits as they are now. Errors as inventories.
        """
        _make_custom(context, add)
        return self._merge(context, uuid, "traits", add, remove, known)

    def aggregates(self, context: RequestContext, uuid: str) -> frozenset[str]:
        """Uuids of the aggregates of a provider. Raises ResourceProviderNotFound."""
        return frozenset(self._read(context, uuid, "aggregates")["aggregates"])

    def set_aggregates(self, context: RequestContext, uuid: str, aggregates: Iterable[str]) -> None:
        """Replace the aggregates (uuids). Errors as inventories."""
        self._replace(context, uuid, "aggregates", sorted(set(aggregates)))

    def change_aggregates(
        self,
        context: RequestContext,
        uuid: str,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
    ) -> None:
        """Add and remove some aggregates; writes only if something differs. Errors as inventories."""
        self._merge(context, uuid, "aggregates", add, remove)

    def forget(self, uuid: str) -> None:
        """Drop what is remembered of a provider."""
        self._generations.pop(uuid, None)

    def _list(self, context: RequestContext, parameters: list[tuple[str, str]]) -> list[Provider]:
        query = rest.encode(parameters)
        reply = rest.request(context, "GET", f"/resource_providers?{query}")
        return [self._remember(one) for one in self._body(reply)["resource_providers"]]

    def _read(self, context: RequestContext, uuid: str, part: str) -> dict[str, Any]:
        reply = rest.request(context, "GET", f"/resource_providers/{uuid}/{part}")
        if reply.status == 404:
            self.forget(uuid)
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        body = self._body(reply)
        self._generations[uuid] = body["resource_provider_generation"]
        return body

    def _replace(self, context: RequestContext, uuid: str, part: str, content: Any) -> None:
        """Write one part of a provider whatever it was; a stale generation is read again once."""
        last = False
        while True:
            if uuid not in self._generations:
                self.get(context, uuid)
            if self._put(context, uuid, part, content, last):
                return
            last = True

    def _merge(
        self,
        context: RequestContext,
        uuid: str,
        part: str,
        add: Iterable[str],
        remove: Iterable[str],
        known: frozenset[str] | None = None,
    ) -> frozenset[str]:
        """Add and remove members of one part and keep the others; what somebody changed meanwhile is read again."""
        now, last = known, False
        while True:
            if now is None or uuid not in self._generations or uuid in self._contested:
                now = frozenset(self._read(context, uuid, part)[part])
            wanted = (now - set(remove)) | set(add)
            if wanted == now or self._put(context, uuid, part, sorted(wanted), last):
                return wanted
            now, last = None, True

    def _put(self, context: RequestContext, uuid: str, part: str, content: Any, last: bool) -> bool:
        """Write one part with the generation that is remembered; False when that is stale, an error the `last` time."""
        body = {"resource_provider_generation": self._generations[uuid], part: content}
        reply = rest.request(context, "PUT", f"/resource_providers/{uuid}/{part}", json=body)
        if reply.ok:
            self._generations[uuid] = reply.body["resource_provider_generation"]
            return True
        self.forget(uuid)
        self._raise_unless_stale(reply, uuid, last)
        self._contested.add(uuid)
        return False

    @staticmethod
    def _raise_unless_stale(reply: Reply, uuid: str, last: bool) -> None:
        text = rest.error_text(reply)
        if reply.status == 404:
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        if reply.status != 409:
            raise rest.refuse(reply)
        if rest.error_code(reply) == rest.INVENTORY_IN_USE:
            raise exception.InventoryInUse(uuid=uuid, error=text)
        if last:
            raise exception.ResourceProviderUpdateConflict(uuid=uuid, error=text)
        LOG.info("Resource provider %s changed meanwhile, trying again: %s", uuid, text)

    def _remember(self, body: dict[str, Any]) -> Provider:
        provider = Provider.from_json(body)
        self._generations[provider.uuid] = provider.generation
        return provider

    @staticmethod
    def _body(reply: Reply) -> dict[str, Any]:
        if not reply.ok:
            raise rest.refuse(reply)
        return reply.body


def _make_custom(context: RequestContext, traits: Iterable[str]) -> None:
    """Make the CUSTOM_ traits among these, where Placement has not seen them."""
    for name in sorted(traits):
        if name.startswith("CUSTOM_"):
            reply = rest.request(context, "PUT", f"/traits/{name}")
            if not reply.ok:
                raise rest.refuse(reply)
