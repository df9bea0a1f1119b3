# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nova Lite itself: configuration, databases, daemons, the first server.

NOVA=$VENVS/nova/bin
# In the order in which they end.
NOVA_DAEMONS=(
    nova-novncproxy nova-serialproxy nova-spicehtml5proxy nova-api nova-api-metadata nova-compute nova-scheduler nova-conductor
)

client_sections() {
    local group
    for group in placement neutron glance keystone service_user; do
        echo "[$group]"
        auth_section nova
        case $group in
        neutron) printf 'service_metadata_proxy = true\nmetadata_proxy_shared_secret = %s\n' "$(secret metadata)" ;;
        service_user) echo "send_service_user_token = true" ;;
        esac
    done | sed '/^\[service_user\]/,$ { /^region_name/d }'
}

common_options() {
    cat <<CONF
[DEFAULT]
transport_url = $(rabbit_url)
my_ip = 127.0.0.1
state_path = $DATA/nova
use_stderr = true
rpc_response_timeout = 60
$1
[oslo_concurrency]
lock_path = $DEST/locks
[vnc]
enabled = true
server_listen = 127.0.0.1
server_proxyclient_address = 127.0.0.1
novncproxy_base_url = http://$HOST_IP:6080/vnc_auto.html
novncproxy_host = $HOST_IP
novncproxy_port = 6080
[serial_console]
enabled = true
proxyclient_address = 127.0.0.1
base_url = ws://$HOST_IP:6083/
serialproxy_host = $HOST_IP
serialproxy_port = 6083
[spice]
enabled = true
server_listen = 127.0.0.1
server_proxyclient_address = 127.0.0.1
html5proxy_base_url = http://$HOST_IP:6082/spice_auto.html
html5proxy_host = $HOST_IP
html5proxy_port = 6082
[metrics_http]
enabled = true
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 127.0.0.1:$MEMCACHED_PORT
CONF
    client_sections
}

configure_nova() {
    local name
    for name in nova_api nova nova_cell0; do database "$name" nova; done
    mkdir -p "$DATA/nova/instances"
    put "$ETC/nova/nova.conf" <<CONF
$(common_options "osapi_compute_listen = $HOST_IP
osapi_compute_workers = 2
metadata_listen = 127.0.0.1
metadata_workers = 1
default_log_levels = amqp=WARN,sqlalchemy=WARN,oslo_messaging=INFO,keystonemiddleware=WARN,urllib3=WARN")
[database]
connection = $(db_url nova nova)
[api_database]
connection = $(db_url nova_api nova)
[conductor]
workers = 2
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 60
$(authtoken_section nova)
CONF
    local helper="$NOVA/privsep-helper --config-file $ETC/nova/nova-compute.conf" section
    put "$ETC/nova/nova-compute.conf" <<CONF
$(common_options "compute_driver = libvirt.LibvirtDriver
instances_path = $DATA/nova/instances
compute_monitors =
reserved_host_memory_mb = 0
initial_ram_allocation_ratio = 2.0")
[libvirt]
virt_type = $(virt_type)
cpu_mode = $([ "$(virt_type)" = kvm ] && echo host-model || echo none)
[os_vif_ovs]
ovsdb_connection = tcp:127.0.0.1:6640
$(for section in nova_sys_admin vif_plug_ovs_privileged vif_plug_linux_bridge_privileged; do
        printf '[%s]\nhelper_command = %s\n' "$section" "$helper"
    done)
CONF
    sed -i '/^compute_monitors =$/d' "$ETC/nova/nova-compute.conf"
    sync_databases
}

manage() { "$NOVA/nova-manage" --config-file "$ETC/nova/nova.conf" "$@"; }

sync_databases() {
    manage api_db sync || return 1
    manage cell_v2 map_cell0 --database_connection "$(db_url nova_cell0 nova)" || return 1
    manage db sync || return 1
    if ! manage cell_v2 list_cells | grep -q ' cell1 '; then
        manage cell_v2 create_cell --name cell1 --database_connection "$(db_url nova nova)" \
            --transport-url "$(rabbit_url)" || return 1
    fi
}

nova_daemon() {
    local name=$1 config=${2:-nova.conf}
    daemon "$name" env PATH="$NOVA:$PATH" "$NOVA/$name" --config-file "$ETC/nova/$config"
}

# Daemons that run an older build than the one that is installed, or an older configuration, are started anew.
restart_if_rebuilt() {
    local stamp
    stamp=$(stamp_of "$VENVS/nova/.stamp" "$ETC"/nova/*.conf)
    [ "$(cat "$RUN/nova.stamp" 2>/dev/null)" = "$stamp" ] && return 0
    stop_daemons 30 "${NOVA_DAEMONS[@]}"
    echo "$stamp" >"$RUN/nova.stamp"
}

start_nova() {
    restart_if_rebuilt
    nova_daemon nova-conductor
    nova_daemon nova-scheduler
    nova_daemon nova-api
    nova_daemon nova-api-metadata
    nova_daemon nova-compute nova-compute.conf
    nova_daemon nova-novncproxy
    nova_daemon nova-serialproxy
    nova_daemon nova-spicehtml5proxy
    wait_port nova-api 8774
    wait_port nova-api-metadata 8775
    wait_port nova-novncproxy 6080
    wait_port nova-serialproxy 6083
    wait_port nova-spicehtml5proxy 6082
}

# Until the host is in its cell, the scheduler does not see it.
map_compute_host() {
    local tries=0
    until manage cell_v2 discover_hosts --verbose && manage cell_v2 list_hosts | grep -q cell1; do
        alive nova-compute || return 1
        [ $((tries += 1)) -le 30 ] || return 1
        sleep 2
    done
}

boot_first_server() {
    (
        # shellcheck disable=SC1091
        source "$DEST/openrc-demo"
        DEST=$DEST "$VENVS/clients/bin/python" "$REPO/devstack/first_server.py"
    ) || fail "the first server did not come up" "$LOGS/nova-compute.log"
}
