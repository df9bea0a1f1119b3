#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Set up everything that Nova Lite needs on this machine, start it, and boot a first server.
#
#   devstack/stack.sh [--services-only] [--no-first-server]
#
# Works on Debian 12 or newer (and Ubuntu) with or without systemd, as root or through sudo. Running it again is harmless:
# what is there is left alone, what changed is rebuilt. Everything lives under one folder and listens on loopback.
#
# Settings, as environment variables or in devstack/local.conf (shell syntax):
#   DEST=/opt/nova-lite      where everything is kept
#   STACK_PYTHON=/usr/bin/python3
#   RABBIT_PORT=15673 MYSQL_PORT=13306 MEMCACHED_PORT=21211
#   SERVICE_HOST=127.0.0.1   address on which nova-api and the console proxies listen
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
[ -f "$here/local.conf" ] && source "$here/local.conf"
# shellcheck source=devstack/lib/common.sh
source "$here/lib/common.sh"
as_root_or_sudo "$@"
for part in packages infra services nova; do
    # shellcheck disable=SC1090
    source "$here/lib/$part.sh"
done

services_only='' first_server=yes
for option in "$@"; do
    case $option in
    --services-only) services_only=yes ;;
    --no-first-server) first_server='' ;;
    *) echo "usage: $0 [--services-only] [--no-first-server]" >&2; exit 2 ;;
    esac
done

make_folders
exec 9>"$RUN/stack.lock"
flock -n 9 || fail "another stack.sh is running"
say "setting up under $DEST"
step "packages" install_packages "${PACKAGES[@]}"
(step "guest image" bash "$here/image/build.sh" "$DATA/image") 9>&- & image_job=$!
(step "virtual environments" build_venvs) 9>&- & venvs_job=$!
step "rabbitmq" start_rabbitmq 9>&-
step "mariadb" start_mariadb 9>&-
step "memcached" start_memcached 9>&-
step "open vswitch" start_openvswitch 9>&-
step "libvirt" start_libvirt 9>&-
wait "$venvs_job" || exit 1
step "keystone setup" configure_keystone
step "keystone" start_keystone 9>&-
write_openrcs
step "users and endpoints" bootstrap identities
step "placement setup" configure_placement
step "glance setup" configure_glance
step "neutron setup" configure_neutron
step "placement" start_placement 9>&-
step "glance" start_glance 9>&-
step "neutron" start_neutron 9>&-
step "networks" bootstrap networks
wait "$image_job" || exit 1
step "image upload" bootstrap image
if [ -n "$services_only" ]; then
    say "the services run; source $DEST/openrc to use them"
    exit 0
fi
virt=$(virt_type)
case $virt in
kvm) say "guests run with KVM" ;;
*) say "guests run under QEMU emulation: KVM cannot run a guest on this machine" ;;
esac
step "nova setup" configure_nova
step "nova daemons" start_nova 9>&-
step "compute host" map_compute_host
step "flavors" bootstrap flavors
step "hosts" bootstrap hosts
step "addresses" bootstrap addresses
say "Nova Lite runs. source $DEST/openrc (administrator) or $DEST/openrc-demo, then use the openstack command"
if [ -n "$first_server" ]; then boot_first_server || exit 1; fi
say "done"
