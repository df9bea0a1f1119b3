# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Keystone, Glance, Placement and Neutron: configuration, databases, daemons.

SVC=$VENVS/services/bin
AUTH_URL=http://127.0.0.1:5000/v3
REGION=RegionOne

# put FILE: write standard input to a file that only root reads, and say whether it changed.
put() { (umask 077 && mkdir -p "$(dirname "$1")" && cat >"$1"); }

auth_section() {
    cat <<CONF
auth_type = password
auth_url = $AUTH_URL
username = $1
password = $(secret "user-$1")
project_name = service
user_domain_id = default
project_domain_id = default
region_name = $REGION
CONF
}

authtoken_section() {
    echo "[keystone_authtoken]"
    auth_section "$1"
    cat <<CONF
www_authenticate_uri = $AUTH_URL
memcached_servers = 127.0.0.1:$MEMCACHED_PORT
service_token_roles = service
service_token_roles_required = true
interface = internal
CONF
}

# wsgi NAME PORT MODULE PROCESSES [ENV...]: serve a WSGI application with uWSGI, loaded after the fork.
wsgi() {
    local name=$1 port=$2 module=$3 processes=$4
    shift 4
    daemon "$name" env "$@" "$SVC/uwsgi" --http-socket "127.0.0.1:$port" --module "$module" --master --lazy-apps \
        --die-on-term --processes "$processes" --threads 1 --buffer-size 65535 --add-header 'Connection: close' \
        --http-chunked-input --need-app --disable-logging --procname-prefix "$name "
}

configure_keystone() {
    database keystone keystone
    put "$ETC/keystone/keystone.conf" <<CONF
[DEFAULT]
use_stderr = true
[database]
connection = $(db_url keystone keystone)
[token]
provider = fernet
[fernet_tokens]
key_repository = $ETC/keystone/fernet-keys
[credential]
key_repository = $ETC/keystone/credential-keys
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 127.0.0.1:$MEMCACHED_PORT
CONF
    local manage=("$SVC/keystone-manage" --config-file "$ETC/keystone/keystone.conf")
    "${manage[@]}" db_sync
    if [ ! -d "$ETC/keystone/fernet-keys" ]; then
        mkdir -p "$ETC/keystone/fernet-keys" "$ETC/keystone/credential-keys"
        chmod 700 "$ETC/keystone/fernet-keys" "$ETC/keystone/credential-keys"
        "${manage[@]}" fernet_setup --keystone-user root --keystone-group root
        "${manage[@]}" credential_setup --keystone-user root --keystone-group root
    fi
    "${manage[@]}" bootstrap --bootstrap-password "$(secret user-admin)" --bootstrap-region-id "$REGION" \
        --bootstrap-admin-url "$AUTH_URL" --bootstrap-internal-url "$AUTH_URL" --bootstrap-public-url "$AUTH_URL"
}

start_keystone() {
    wsgi keystone 5000 keystone.wsgi.api:application 2 OS_KEYSTONE_CONFIG_DIR="$ETC/keystone"
    wait_port keystone 5000
}

# Glance behind gunicorn: with uWSGI some chunked uploads are lost.
configure_glance() {
    database glance glance
    mkdir -p "$DATA/glance/images" "$DATA/glance/staging" "$DATA/glance/tasks"
    put "$ETC/glance/glance-api.conf" <<CONF
[DEFAULT]
use_stderr = true
enabled_backends = fast:file
enable_import_methods = []
[database]
connection = $(db_url glance glance)
[glance_store]
default_backend = fast
[fast]
filesystem_store_datadir = $DATA/glance/images
[os_glance_staging_store]
filesystem_store_datadir = $DATA/glance/staging
[os_glance_tasks_store]
filesystem_store_datadir = $DATA/glance/tasks
[paste_deploy]
flavor = keystone
[oslo_concurrency]
lock_path = $DEST/locks
$(authtoken_section glance)
CONF
    sed -i '/^enable_import_methods/d' "$ETC/glance/glance-api.conf"
    cp "$VENVS/services/etc/glance/glance-api-paste.ini" "$ETC/glance/"
    "$SVC/glance-manage" --config-file "$ETC/glance/glance-api.conf" db_sync
}

start_glance() {
    daemon glance env OS_GLANCE_CONFIG_DIR="$ETC/glance" "$SVC/gunicorn" --bind 127.0.0.1:9292 --workers 2 \
        --worker-class gthread --threads 4 --timeout 300 glance.wsgi.api:application
    wait_port glance 9292
}

configure_placement() {
    database placement placement
    put "$ETC/placement/placement.conf" <<CONF
[DEFAULT]
use_stderr = true
[placement_database]
connection = $(db_url placement placement)
[api]
auth_strategy = keystone
$(authtoken_section placement)
CONF
    "$SVC/placement-manage" --config-file "$ETC/placement/placement.conf" db sync
}

start_placement() {
    wsgi placement 8778 placement.wsgi.api:application 2 OS_PLACEMENT_CONFIG_DIR="$ETC/placement"
    wait_port placement 8778
}

configure_neutron() {
    database neutron neutron
    local privsep="$SVC/privsep-helper --config-file $ETC/neutron/neutron.conf"
    put "$ETC/neutron/neutron.conf" <<CONF
[DEFAULT]
use_stderr = true
state_path = $DATA/neutron
core_plugin = ml2
service_plugins = router
transport_url = $(rabbit_url)
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
send_events_interval = 1
api_paste_config = $VENVS/services/etc/neutron/api-paste.ini
[database]
connection = $(db_url neutron neutron)
[agent]
root_helper = env
root_helper_daemon =
report_interval = 15
[nova]
$(auth_section nova)
[oslo_concurrency]
lock_path = $DEST/locks
[privsep]
helper_command = $privsep
$(authtoken_section neutron)
CONF
    sed -i '/^root_helper_daemon =$/d' "$ETC/neutron/neutron.conf"
    put "$ETC/neutron/ml2.ini" <<CONF
[ml2]
type_drivers = flat,vxlan
tenant_network_types = vxlan
mechanism_drivers = openvswitch
extension_drivers = port_security
[ml2_type_flat]
flat_networks = public
[ml2_type_vxlan]
vni_ranges = 1:1000
[securitygroup]
firewall_driver = openvswitch
[ovs]
datapath_type = netdev
bridge_mappings = public:br-ex
local_ip = 127.0.0.1
ovsdb_connection = tcp:127.0.0.1:6640
[agent]
tunnel_types = vxlan
CONF
    put "$ETC/neutron/agents.ini" <<CONF
[DEFAULT]
interface_driver = openvswitch
ovs_use_veth = false
enable_isolated_metadata = true
metadata_proxy_shared_secret = $(secret metadata)
nova_metadata_host = 127.0.0.1
nova_metadata_port = 8775
metadata_workers = 1
[ovs]
datapath_type = netdev
ovsdb_connection = tcp:127.0.0.1:6640
CONF
    mkdir -p "$DATA/neutron"
    "$SVC/neutron-db-manage" --config-file "$ETC/neutron/neutron.conf" --config-file "$ETC/neutron/ml2.ini" upgrade heads
}

start_neutron() {
    local base=(--config-file "$ETC/neutron/neutron.conf") ml2=(--config-file "$ETC/neutron/ml2.ini")
    local agents=(--config-file "$ETC/neutron/agents.ini")
    wsgi neutron 9696 neutron.wsgi.api:application 2 OS_NEUTRON_CONFIG_DIR="$ETC/neutron" \
        OS_NEUTRON_CONFIG_FILES="neutron.conf;ml2.ini"
    daemon neutron-rpc "$SVC/neutron-rpc-server" "${base[@]}" "${ml2[@]}"
    daemon neutron-periodic "$SVC/neutron-periodic-workers" "${base[@]}" "${ml2[@]}"
    wait_port neutron 9696 90
    # The agents' first call would wait a whole RPC timeout if nobody listened yet.
    BROKER_URL=$(rabbit_url | sed s/^rabbit/amqp/) "$SVC/python" "$REPO/devstack/wait_queues.py" 90 q-plugin q-reports-plugin q-l3-plugin ||
        fail "neutron-rpc-server does not listen to its queues" "$LOGS/neutron-rpc.log"
    daemon neutron-ovs-agent env PATH="$SVC:$PATH" "$SVC/neutron-openvswitch-agent" "${base[@]}" "${ml2[@]}"
    daemon neutron-dhcp-agent env PATH="$SVC:$PATH" "$SVC/neutron-dhcp-agent" "${base[@]}" "${agents[@]}"
    daemon neutron-l3-agent env PATH="$SVC:$PATH" "$SVC/neutron-l3-agent" "${base[@]}" "${agents[@]}"
    daemon neutron-metadata-agent env PATH="$SVC:$PATH" "$SVC/neutron-metadata-agent" "${base[@]}" "${agents[@]}"
}

# openrc FILE USER PROJECT SECRET
openrc() {
    put "$1" <<CONF
export OS_AUTH_URL=$AUTH_URL
export OS_USERNAME=$2
export OS_PASSWORD=$(secret "$4")
export OS_PROJECT_NAME=$3
export OS_USER_DOMAIN_ID=default
export OS_PROJECT_DOMAIN_ID=default
export OS_REGION_NAME=$REGION
export OS_IDENTITY_API_VERSION=3
export PATH=$VENVS/clients/bin:\$PATH
CONF
}

write_openrcs() {
    openrc "$DEST/openrc" admin admin user-admin
    openrc "$DEST/openrc-demo" demo demo user-demo
}

# bootstrap STAGE: users, endpoints, networks, image, flavors, waiting; see bootstrap.py.
bootstrap() {
    (
        # shellcheck disable=SC1091
        source "$DEST/openrc"
        for name in nova glance placement neutron demo; do
            export "SECRET_$name=$(secret "user-$name")"
        done
        DEST=$DEST "$VENVS/clients/bin/python" "$REPO/devstack/bootstrap.py" "$@"
    )
}
