#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Stop everything that stack.sh started. With --clean remove its state too (databases, guests, environments).
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=devstack/lib/common.sh
source "$here/lib/common.sh"
as_root_or_sudo "$@"
# shellcheck source=devstack/lib/infra.sh
source "$here/lib/infra.sh"
# shellcheck source=devstack/lib/nova.sh
source "$here/lib/nova.sh"
[ -d "$RUN" ] || { say "nothing runs under $DEST"; exit 0; }

remove_guests() {
    local domain
    command -v virsh >/dev/null || return 0
    for domain in $(timeout 20 virsh -c qemu:///system list --all --name 2>/dev/null | grep '^instance-'); do
        timeout 20 virsh -c qemu:///system destroy "$domain" >/dev/null 2>&1
        timeout 20 virsh -c qemu:///system undefine "$domain" --nvram --managed-save >/dev/null 2>&1
        say "removed guest $domain"
    done
}

stop_daemons 30 "${NOVA_DAEMONS[@]}"
remove_guests
stop_daemons 10 neutron-metadata-agent neutron-l3-agent neutron-dhcp-agent neutron-ovs-agent neutron-periodic \
    neutron-rpc neutron placement glance keystone
remove_namespaces
if command -v ovs-vsctl >/dev/null && alive ovsdb; then
    for bridge in $(ovs-vsctl --timeout=5 list-br); do ovs-vsctl --timeout=10 del-br "$bridge"; done
fi
stop_daemons 30 libvirtd virtlogd ovs-vswitchd ovsdb memcached rabbitmq mariadb
# Erlang's port mapper outlives the broker; ours is known by its port and its home.
for pid in $(ps -eo pid,args | awk '/[e]pmd -daemon/ {print $1}'); do
    if [ -r "/proc/$pid/environ" ] && tr '\0' '\n' <"/proc/$pid/environ" | grep -qx "HOME=$DATA/rabbitmq"; then kill "$pid"; fi
done
if [ "${1:-}" = --clean ]; then
    rm -rf "$DEST"
    say "removed $DEST"
fi
