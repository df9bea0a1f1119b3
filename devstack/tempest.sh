#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Run Tempest's compute API tests against the stack that stack.sh brought up. On demand, not a part of test.sh.
#
#   devstack/tempest.sh [REGEX]        default: all of tempest.api.compute
#
#   CONCURRENCY=1     guests run at the same time as the tests
#   EXCLUDE=REGEX     tests to leave out; default: what needs operations that Nova Lite does not have yet
#   VALIDATE=true     log into guests by ssh, where tests can do that
#
# Results: DEST/data/tempest (stestr's repository), DEST/data/tempest/failing.txt. The exit code is that of the tests.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
[ -f "$here/local.conf" ] && source "$here/local.conf"
# shellcheck source=devstack/lib/common.sh
source "$here/lib/common.sh"
as_root_or_sudo "$@"
# shellcheck source=devstack/lib/packages.sh
source "$here/lib/packages.sh"

REGEX=${1:-^tempest\\.api\\.compute\\.}
EXCLUDE=${EXCLUDE:-'resize|rebuild|shelve|rescue|pause|suspend|volume|migrat|snapshot|create_image|backup|Multinode|multi_nodes'}
WORKSPACE=$DATA/tempest
IMAGE=nova-lite-guest

tempest_venv() {
    local pins=$WORKSPACE/pins.txt
    mkdir -p "$WORKSPACE"
    # Tempest takes what it needs of these two in versions of its own.
    grep -v -i -e '^attrs=' -e '^openstacksdk=' "$REPO/devstack/constraints/clients.txt" >"$pins"
    venv tempest "$(stamp_of "$pins")" -c "$pins" tempest==47.0.0 stestr==4.2.1
}

second_image() {
    openstack image show "$IMAGE-alt" >/dev/null 2>&1 ||
        openstack image create --disk-format qcow2 --container-format bare --public --file "$DATA/image/guest.qcow2" "$IMAGE-alt"
}

id_of() { openstack "$1" show "$2" -f value -c id; }

configure() {
    second_image
    (umask 077 && mkdir -p "$WORKSPACE/etc" && cat >"$WORKSPACE/etc/tempest.conf") <<CONF
[DEFAULT]
log_file = $WORKSPACE/tempest.log
[auth]
use_dynamic_credentials = true
tempest_roles = member
admin_username = admin
admin_project_name = admin
admin_domain_name = Default
admin_password = $(secret user-admin)
[identity]
uri_v3 = $OS_AUTH_URL
auth_version = v3
region = $OS_REGION_NAME
[identity-feature-enabled]
api_v2 = false
[service_available]
cinder = false
glance = true
horizon = false
neutron = true
nova = true
swift = false
[compute]
image_ref = $(id_of image "$IMAGE")
image_ref_alt = $(id_of image "$IMAGE-alt")
flavor_ref = $(id_of flavor m1.nano)
flavor_ref_alt = $(id_of flavor m1.micro)
min_compute_nodes = 1
min_microversion = 2.1
max_microversion = latest
fixed_network_name = private
build_timeout = 180
build_interval = 1
[compute-feature-enabled]
attach_encrypted_volume = false
change_password = false
cold_migration = false
console_output = true
interface_attach = false
live_migration = false
pause = false
personality = false
rescue = false
resize = false
shelve = false
snapshot = false
suspend = false
vnc_console = true
volume_backup = false
[network]
public_network_id = $(id_of network public)
project_network_cidr = 10.100.0.0/16
floating_network_name = public
[validation]
run_validation = ${VALIDATE:-false}
connect_method = floating
image_ssh_user = root
auth_method = keypair
[oslo_concurrency]
lock_path = $WORKSPACE/locks
CONF
    local packages
    packages=$("$VENVS/tempest/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    # Classes stay together: their set-up makes projects and guests.
    printf '[DEFAULT]\ntest_path=%s\ntop_dir=%s\ngroup_regex=([^\.]*\.)*\n' "$packages/tempest/test_discover" "$packages" \
        >"$WORKSPACE/.stestr.conf"
    mkdir -p "$WORKSPACE/locks"
}

[ -f "$DEST/openrc" ] || fail "there is no stack under $DEST; run devstack/stack.sh first"
# shellcheck disable=SC1091
source "$DEST/openrc"
step "tempest environment" tempest_venv
step "tempest configuration" configure
cd "$WORKSPACE" || exit 1
export TEMPEST_CONFIG_DIR=$WORKSPACE/etc PATH=$VENVS/tempest/bin:$PATH
stestr init >/dev/null 2>&1
stestr run --concurrency "${CONCURRENCY:-1}" --exclude-regex "$EXCLUDE" "$REGEX"
result=$?
stestr failing --list >"$WORKSPACE/failing.txt" 2>/dev/null
say "$(wc -l <"$WORKSPACE/failing.txt") failed; see $WORKSPACE/failing.txt"
exit "$result"
