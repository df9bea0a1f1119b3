#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Measure Nova and then Nova Lite over the services of the stack that stack.sh brought up. On demand, not a part of test.sh.
#
#   devstack/compare.sh [nova|lite]...     default: both, and how many times faster the second is
#
#   HOSTS=20                            nova-computes with the fake driver, each a process of its own
#   SINGLE=10 BURST=100 MULTI=100       servers asked for one by one, side by side, in one request
#   MEASURE=COMMAND                     instead of the benchmark, while the daemons of one side run
#
# Both get the same Keystone, Glance, Placement, Neutron, RabbitMQ, MariaDB and memcached, numbers of workers and options,
# but databases, a virtual host and hosts of their own. The stack's own Nova Lite is stopped; stack.sh starts it again.
# Results: DEST/data/compare/SIDE.json.
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

REFERENCE=nova==34.0.0
HOSTS=${HOSTS:-20}
WORK=$DATA/compare
CONTROLLERS=(nova-conductor nova-scheduler nova-api)
OTHERS=(keystone placement neutron mariadbd memcached beam.smp)

reference_venv() {
    local pins=$WORK/pins.txt
    # Nova takes these two in newer versions.
    grep -v -e '^keystoneauth1=' -e '^oslo.versionedobjects=' "$REPO/devstack/constraints/services.txt" >"$pins"
    venv reference "$(stamp_of "$pins")-$REFERENCE" -c "$pins" "$REFERENCE" PyMySQL python-memcached pymemcache uWSGI pyroute2
}

# side SIDE: where its programs and its configuration are.
side() {
    SIDE=$1
    case $SIDE in
    nova) NOVA=$VENVS/reference/bin ;;
    lite) NOVA=$VENVS/nova/bin ;;
    esac
    CONF=$ETC/compare-$SIDE
}

rabbitmqctl_of_stack() {
    setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups env HOME="$DATA/rabbitmq" ERL_EPMD_PORT="${EPMD_PORT:-14369}" \
        /usr/lib/rabbitmq/bin/rabbitmqctl -q -n "${RABBIT_NODE:-novalite}@localhost" "$@"
}

fresh_state() {
    local name
    client clean || return 1
    for name in api cell0 cell1; do
        sql -e "DROP DATABASE IF EXISTS \`compare_${SIDE}_$name\`"
        database "compare_${SIDE}_$name" nova || return 1
    done
    rabbitmqctl_of_stack delete_vhost "compare-$SIDE" 2>/dev/null
    rabbitmqctl_of_stack add_vhost "compare-$SIDE" && rabbitmqctl_of_stack set_permissions -p "compare-$SIDE" openstack '.*' '.*' '.*'
}

configure_side() {
    local number broker
    broker=$(rabbit_url)compare-$SIDE
    put "$CONF/nova.conf" <<CONF
[DEFAULT]
transport_url = $broker
my_ip = 127.0.0.1
state_path = $WORK/$SIDE
use_stderr = true
rpc_response_timeout = 60
compute_driver = fake.FakeDriver
osapi_compute_listen = 127.0.0.1
osapi_compute_workers = 2
[api_database]
connection = $(db_url "compare_${SIDE}_api" nova)
[database]
connection = $(db_url "compare_${SIDE}_cell1" nova)
[conductor]
workers = 2
[scheduler]
workers = 1
[quota]
instances = -1
cores = -1
ram = -1
[vnc]
enabled = false
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 127.0.0.1:$MEMCACHED_PORT
[oslo_concurrency]
lock_path = $DEST/locks
$(client_sections)
$(authtoken_section nova)
CONF
    if [ "$SIDE" = nova ]; then cp "$VENVS/reference/etc/nova/api-paste.ini" "$CONF/"; fi
    for ((number = 1; number <= HOSTS; number++)); do
        mkdir -p "$WORK/$SIDE/$number"
        printf '[DEFAULT]\nhost = compare%s\nstate_path = %s\n' "$number" "$WORK/$SIDE/$number" >"$CONF/host$number.conf"
    done
    side_manage api_db sync &&
        side_manage cell_v2 map_cell0 --database_connection "$(db_url "compare_${SIDE}_cell0" nova)" &&
        side_manage db sync &&
        side_manage cell_v2 create_cell --name cell1 --transport-url "$broker" \
            --database_connection "$(db_url "compare_${SIDE}_cell1" nova)"
}

side_manage() { "$NOVA/nova-manage" --config-file "$CONF/nova.conf" "$@"; }

start_api() {
    if [ "$SIDE" = nova ]; then
        SVC=$NOVA wsgi nova-api 8774 nova.wsgi.osapi_compute:application 2 OS_NOVA_CONFIG_DIR="$CONF" \
            OS_NOVA_CONFIG_FILES="api-paste.ini;nova.conf"
    else
        daemon nova-api env PATH="$NOVA:$PATH" "$NOVA/nova-api" --config-file "$CONF/nova.conf"
    fi
    wait_port nova-api 8774
}

start_controllers() {
    local name
    for name in nova-conductor nova-scheduler; do
        daemon "$name" env PATH="$NOVA:$PATH" "$NOVA/$name" --config-file "$CONF/nova.conf"
    done
    start_api
}

start_computes() {
    local number
    for ((number = 1; number <= HOSTS; number++)); do
        daemon "nova-compute-$number" env PATH="$NOVA:$PATH" "$NOVA/nova-compute" --config-file "$CONF/nova.conf" \
            --config-file "$CONF/host$number.conf"
    done
    client up "$HOSTS"
}

map_hosts() { side_manage cell_v2 discover_hosts; }

# client STAGE...: what is asked of the services' APIs; see compare_client.py.
client() { "$VENVS/clients/bin/python" "$REPO/devstack/compare_client.py" "$@"; }

stop_side() {
    local number names=(nova-api nova-scheduler nova-conductor)
    for ((number = 1; number <= HOSTS; number++)); do names+=("nova-compute-$number"); done
    stop_daemons 30 "${names[@]}"
    client clean
}

measure() {
    local image
    image=$(openstack image show nova-lite-guest -f value -c id)
    (cd "$REPO" && "$VENVS/test/bin/python" -m tests.benchmarks.boot --openrc --flavor compare --image "$image" \
        --process "${CONTROLLERS[@]}" nova-compute --beside "${OTHERS[@]}" --single "${SINGLE:-10}" --burst "${BURST:-100}" \
        --multi "${MULTI:-100}" --json "$WORK/$SIDE.json" "$@")
}

[ -f "$DEST/openrc" ] || fail "there is no stack under $DEST; run devstack/stack.sh first"
# shellcheck disable=SC1091
source "$DEST/openrc"
alive mariadb || fail "the stack under $DEST does not run; start it with devstack/stack.sh"
mkdir -p "$WORK"
sides=("$@")
[ $# -gt 0 ] || sides=(nova lite)
for one in "${sides[@]}"; do
    case $one in nova | lite) ;; *) echo "usage: $0 [nova|lite]..." >&2; exit 2 ;; esac
done
step "benchmark environment" test_venv
stop_daemons 30 "${NOVA_DAEMONS[@]}"
trap 'stop_side >>"$LOGS/compare-stop.log" 2>&1' EXIT
reference=()
for one in "${sides[@]}"; do
    if [ "$one" = nova ]; then step "nova environment" reference_venv; else step "lite environment" nova_venv; fi
    side "$one"
    step "$one state" fresh_state
    step "$one configuration" configure_side
    step "$one controllers" start_controllers
    step "$one computes" start_computes
    step "$one hosts" map_hosts
    step "$one flavor" client flavor compare
    if [ -n "${MEASURE:-}" ]; then bash -c "$MEASURE"; else measure "${reference[@]}" || exit 1; fi
    reference=(--reference "$WORK/$one.json")
    stop_side >>"$LOGS/compare-stop.log" 2>&1
done
trap - EXIT
