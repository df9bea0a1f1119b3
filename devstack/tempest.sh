#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Run Tempest's compute API tests against the stack that stack.sh brought up. On demand, not a part of test.sh.
#
#   devstack/tempest.sh [REGEX]        default: all of tempest.api.compute
#
#   CONCURRENCY=1     guests run at the same time as the tests
#   EXCLUDE=REGEX     tests to leave out; default: LATER below; empty: none
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
# Tests of actions that Nova Lite does not have yet. What Tempest has a switch for is off in tempest.conf instead.
LATER=(
    rebuild reset_state error_state error_status inject_network_info lock_unlock force_delete restore
    migrate_non_existent FloatingIPsAssociation
    test_server_security_groups security_groups_by_server all_security_groups add_remove_fixed_ip
)
EXCLUDE=${EXCLUDE-$(IFS='|' && echo "${LATER[*]}")}
WORKSPACE=$DATA/tempest
IMAGE=tempest-guest

tempest_venv() {
    local pins=$WORKSPACE/pins.txt
    mkdir -p "$WORKSPACE"
    # Tempest takes what it needs of these two in versions of its own.
    grep -v -i -e '^attrs=' -e '^openstacksdk=' "$REPO/devstack/constraints/clients.txt" >"$pins"
    venv tempest "$(stamp_of "$pins")" -c "$pins" tempest==47.0.0 stestr==4.2.1
}

# Two images of its own. A guest that still boots does not hear that it shall stop, so it is not waited for long.
images() {
    local name
    for name in "$IMAGE" "$IMAGE-alt"; do
        openstack image show "$name" >/dev/null 2>&1 ||
            openstack image create --disk-format qcow2 --container-format bare --public \
                --property os_shutdown_timeout=5 --file "$DATA/image/guest.qcow2" "$name"
    done
}

id_of() { openstack "$1" show "$2" -f value -c id; }

configure() {
    images
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
change_password = false
cold_migration = false
console_output = true
hostname_fqdn_sanitization = true
interface_attach = true
live_migration = false
nova_policy_roles = admin,manager,member,reader,service
pause = false
# The files are on the config drive; the guest does not fetch them from there.
personality = $([ "${VALIDATE:-false}" = true ] && echo false || echo true)
rescue = false
resize = false
shelve = false
snapshot = false
suspend = false
vnc_console = true
[enforce_scope]
nova = true
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
stestr run --concurrency "${CONCURRENCY:-1}" ${EXCLUDE:+--exclude-regex "$EXCLUDE"} "$REGEX"
result=$?
stestr failing --list >"$WORKSPACE/failing.txt" 2>/dev/null
say "$(wc -l <"$WORKSPACE/failing.txt") failed; see $WORKSPACE/failing.txt"
exit "$result"
