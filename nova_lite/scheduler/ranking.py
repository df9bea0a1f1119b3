# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The order of hosts that passed the filters. Values are computed once per host and again only after it was consumed.

Knows no bus and no database.
"""

import random
from collections.abc import Iterable

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState
from nova_lite.scheduler.weighers.base import Weigher, normalise, option_of


class Ranking:
    """Weights of the hosts of one request; weighers whose multiplier is 0 for all hosts are not asked."""

    def __init__(self, spec: RequestSpec, weighers: Iterable[Weigher], hosts: Iterable[HostState]) -> None:
        self._spec = spec
        self._values: dict[str, dict[str, float]] = {}
        self._columns: list[tuple[Weigher, float, dict[str, float]]] = []
        aggregated = [host for host in hosts if host.aggregates]
        keys = {key for host in aggregated for item in host.aggregates for key in item.metadata}
        for one in weighers:
            option = option_of(one)
            special: dict[str, float] = {}
            if one.multiplier in keys:
                special = {host.uuid: host.aggregate_minimum(one.multiplier, option) for host in aggregated}
            if option or any(special.values()):
                self._columns.append((one, option, special))
                self._values[one.multiplier] = {}

    def forget(self, host: HostState) -> None:
        """The host's figures changed."""
        for known in self._values.values():
            known.pop(host.uuid, None)

    def totals(self, hosts: list[HostState]) -> list[float]:
        """Weight of each host among these; zeros when there is nothing to compare."""
        found = [0.0] * len(hosts)
        if len(hosts) < 2:
            return found
        for one, option, special in self._columns:
            shares = normalise(self._raw(one, hosts), one.floor)
            if shares is None:
                continue
            for index, share in enumerate(shares):
                if share:
                    multiplier = special.get(hosts[index].uuid, option) if special else option
                    found[index] += multiplier * share
        return found

    def _raw(self, one: Weigher, hosts: list[HostState]) -> list[float]:
        known = self._values[one.multiplier]
        for host in hosts:
            if host.uuid not in known:
                known[host.uuid] = one.value(host, self._spec)
        return [known[host.uuid] for host in hosts]

    def order(self, hosts: list[HostState]) -> list[HostState]:
        """Best first; which of several good ones is first is left to chance if the options say so."""
        if len(hosts) < 2:
            return hosts
        totals = self.totals(hosts)
        order = sorted(range(len(hosts)), key=totals.__getitem__, reverse=True)
        if CONF.filter_scheduler.shuffle_best_same_weighed_hosts:
            best = [index for index in order if totals[index] == totals[order[0]]]
            random.shuffle(best)
            order = best + order[len(best) :]
        ranked = [hosts[index] for index in order]
        size = min(max(CONF.filter_scheduler.host_subset_size, 1), len(ranked))
        if size > 1:
            ranked.insert(0, ranked.pop(random.randrange(size)))
        return ranked
