# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Packages of the distribution, and the virtual environments.

PACKAGES=(
    rabbitmq-server mariadb-server memcached
    libvirt-daemon-system libvirt-clients libvirt-dev qemu-system-x86 qemu-utils
    openvswitch-switch haproxy dnsmasq-base conntrack ipset iputils-arping iputils-ping iproute2 iptables
    genisoimage mtools dosfstools syslinux syslinux-common busybox-static dropbear-bin cpio fdisk openssh-client
    novnc spice-html5 python3-venv python3-dev gcc pkg-config git ca-certificates procps kmod
)
# QEMU's part for SPICE is a package of its own in newer distributions; in older ones QEMU has it.
SPICE_MODULE=qemu-system-modules-spice

# Daemons of packages must not start by themselves: they would listen on public addresses.
without_daemons() {
    local policy=/usr/sbin/policy-rc.d kept=$RUN/policy-rc.d.kept result=0
    if [ -e "$policy" ] && [ ! -e "$kept" ]; then cp -p "$policy" "$kept"; fi
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    "$@" || result=$?
    if [ -e "$kept" ]; then mv "$kept" "$policy"; else rm -f "$policy"; fi
    return "$result"
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || echo "$package"
    done
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    if apt-cache show "$SPICE_MODULE" >/dev/null 2>&1; then missing+=("$SPICE_MODULE"); fi
    without_daemons apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# venv NAME STAMP PIP-ARGUMENTS...: build a virtual environment, unless its stamp is the same.
venv() {
    local name=$1 stamp=$2
    shift 2
    [ "$(cat "$VENVS/$name/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
    [ -x "$VENVS/$name/bin/python" ] || "$PYTHON" -m venv "$VENVS/$name"
    "$VENVS/$name/bin/pip" install -q --disable-pip-version-check wheel 'setuptools<81'
    "$VENVS/$name/bin/pip" install -q --disable-pip-version-check "$@"
    echo "$stamp" >"$VENVS/$name/.stamp"
}

stamp_of() { cat "$@" | sha256sum | cut -c1-16; }

SERVICE_PACKAGES=(
    keystone glance openstack-placement neutron neutron-lib PyMySQL python-memcached pymemcache uWSGI gunicorn
    pyroute2 ovs ovsdbapp os-ken
)
CLIENT_PACKAGES=(python-openstackclient openstacksdk osc-placement)

services_venv() {
    local pins=$REPO/devstack/constraints/services.txt
    venv services "$(stamp_of "$pins")" -c "$pins" "${SERVICE_PACKAGES[@]}"
}

clients_venv() {
    local pins=$REPO/devstack/constraints/clients.txt
    venv clients "$(stamp_of "$pins")" -c "$pins" "${CLIENT_PACKAGES[@]}"
}

# The stamp of the product: everything that is installed from the repository.
product_stamp() {
    (cd "$REPO" && find nova_lite migrations setup.cfg pyproject.toml constraints.txt -type f -not -name '*.pyc' -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

nova_venv() {
    local stamp
    stamp=$(product_stamp)
    [ "$(cat "$VENVS/nova/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
    rm -rf "$DATA/build"
    mkdir -p "$DATA/build"
    (cd "$REPO" && tar -c --exclude-vcs --exclude=__pycache__ nova_lite migrations setup.cfg pyproject.toml README.md LICENSE) |
        tar -x -C "$DATA/build"
    if [ -x "$VENVS/nova/bin/pip" ]; then "$VENVS/nova/bin/pip" uninstall -q -y nova-lite; fi
    venv nova "$stamp" -c "$REPO/constraints.txt" "$DATA/build[memcached]"
    rm -rf "$DATA/build"
}

test_venv() {
    local pins=$REPO/constraints.txt
    venv test "$(stamp_of "$pins" "$REPO/setup.cfg")-$REPO" -c "$pins" -e "${REPO}[test,memcached]"
}

build_venvs() {
    local jobs=() job
    services_venv & jobs+=($!)
    (clients_venv && nova_venv) & jobs+=($!)
    for job in "${jobs[@]}"; do wait "$job" || return 1; done
}
