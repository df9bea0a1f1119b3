# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# RabbitMQ, MariaDB, memcached, Open vSwitch and libvirt, each private to the stack and on loopback.

start_rabbitmq() {
    local home=$DATA/rabbitmq
    mkdir -p "$home"
    cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$RABBIT_PORT
default_user = openstack
default_pass = $(secret rabbitmq)
vm_memory_high_watermark.relative = 0.2
disk_free_limit.absolute = 50MB
CONF
    : >"$home/enabled_plugins"
    echo "[]." >"$home/enabled_plugins"
    chown -R rabbitmq: "$home"
    chmod 700 "$home"
    daemon rabbitmq setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups env \
        HOME="$home" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=14369 ERL_MAX_PORTS=65536 \
        RABBITMQ_NODENAME="${RABBIT_NODE:-novalite}@localhost" RABBITMQ_DIST_PORT="$((RABBIT_PORT + 10000))" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
        RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/rabbit.pid" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        /usr/lib/rabbitmq/bin/rabbitmq-server
    wait_port rabbitmq "$RABBIT_PORT" 90
}

rabbit_url() { echo "rabbit://openstack:$(secret rabbitmq)@127.0.0.1:$RABBIT_PORT/"; }

start_mariadb() {
    local home=$DATA/mariadb
    if [ ! -d "$home/mysql" ]; then
        mkdir -p "$home"
        chown mysql: "$home"
        mariadb-install-db --no-defaults --user=mysql --datadir="$home" --auth-root-authentication-method=socket
    fi
    daemon mariadb /usr/sbin/mariadbd --no-defaults --user=mysql --datadir="$home" --port="$MYSQL_PORT" \
        --bind-address=127.0.0.1 --socket="$home/mariadb.sock" --pid-file="$home/mariadb.pid" \
        --max-connections=1000 --innodb-flush-log-at-trx-commit=2 --character-set-server=utf8mb4 --skip-log-bin
    wait_port mariadb "$MYSQL_PORT"
}

sql() { mariadb --no-defaults --socket="$DATA/mariadb/mariadb.sock" -u root "$@"; }

# database NAME USER: make a database and a user for it, once.
database() {
    sql <<SQL
CREATE DATABASE IF NOT EXISTS \`$1\` CHARACTER SET utf8mb3;
CREATE USER IF NOT EXISTS '$2'@'127.0.0.1' IDENTIFIED BY '$(secret "db-$2")';
CREATE USER IF NOT EXISTS '$2'@'localhost' IDENTIFIED BY '$(secret "db-$2")';
GRANT ALL PRIVILEGES ON \`$1\`.* TO '$2'@'127.0.0.1';
GRANT ALL PRIVILEGES ON \`$1\`.* TO '$2'@'localhost';
SQL
}

db_url() { echo "mysql+pymysql://$2:$(secret "db-$2")@127.0.0.1:$MYSQL_PORT/$1"; }

start_memcached() {
    daemon memcached /usr/bin/memcached -u nobody -l 127.0.0.1 -p "$MEMCACHED_PORT" -U 0 -m 64
    wait_port memcached "$MEMCACHED_PORT"
}

# Processes that neutron's agents left in namespaces: dnsmasq, haproxy. Named by their pid in the namespace.
remove_namespaces() {
    local namespace pid
    for namespace in $(ip netns list 2>/dev/null | awk '/^(qdhcp|qrouter|ovnmeta)-/ {print $1}'); do
        for pid in $(ip netns pids "$namespace"); do kill "$pid" 2>/dev/null; done
        ip netns delete "$namespace"
    done
}

# The userspace datapath needs no kernel module; everything else of Open vSwitch is as usual.
start_openvswitch() {
    local home=$DATA/openvswitch socket=/var/run/openvswitch/db.sock tries=0
    mkdir -p "$home" /var/run/openvswitch
    # A switch that was killed leaves devices in namespaces that nobody brings up again; Neutron's agents make all of it anew.
    if ! alive ovs-vswitchd; then
        stop_daemon ovsdb
        remove_namespaces
        rm -f "$home/conf.db"
    fi
    [ -s "$home/conf.db" ] || ovsdb-tool create "$home/conf.db" /usr/share/openvswitch/vswitch.ovsschema
    daemon ovsdb ovsdb-server "$home/conf.db" --remote=punix:$socket --remote=ptcp:6640:127.0.0.1
    until ovs-vsctl --timeout=2 --no-wait init; do
        [ $((tries += 1)) -le 20 ] || return 1
        sleep 0.3
    done
    daemon ovs-vswitchd ovs-vswitchd unix:$socket --log-file="$LOGS/ovs-vswitchd-own.log"
    ovs-vsctl --timeout=30 --may-exist add-br br-int -- set bridge br-int datapath_type=netdev fail_mode=secure
    ovs-vsctl --timeout=30 --may-exist add-br br-ex -- set bridge br-ex datapath_type=netdev
    ip link set br-ex up
    ip address replace 172.24.4.1/24 dev br-ex
    sysctl -q -w net.ipv4.ip_forward=1
}

libvirt_answers() { timeout 10 virsh -c qemu:///system version >/dev/null 2>&1; }

start_libvirt() {
    libvirt_answers && return 0
    cat >/etc/libvirt/qemu.conf <<'CONF'
user = "root"
group = "root"
security_driver = "none"
namespaces = []
cgroup_controllers = []
remember_owner = 0
vnc_listen = "127.0.0.1"
CONF
    mkdir -p "$DATA/libvirt" /var/run/libvirt
    printf 'unix_sock_group = "root"\nauth_unix_ro = "none"\nauth_unix_rw = "none"\n' >"$DATA/libvirt/libvirtd.conf"
    daemon virtlogd /usr/sbin/virtlogd
    daemon libvirtd /usr/sbin/libvirtd --config "$DATA/libvirt/libvirtd.conf"
    local tries=0
    until libvirt_answers; do
        alive libvirtd || return 1
        [ $((tries += 1)) -le 60 ] || return 1
        sleep 0.5
    done
}

# kvm when it really boots the guest image, not just when the device exists; else qemu. Found out once.
virt_type() {
    local file=$ETC/virt_type log=$LOGS/kvm-test.log tries=0 pid
    if [ ! -s "$file" ]; then
        echo qemu >"$file"
        if [ -w /dev/kvm ]; then
            qemu-system-x86_64 -accel kvm -cpu host -m 192 -display none -no-reboot -net none -serial "file:$log" \
                -drive "file=$DATA/image/guest.qcow2,if=virtio,snapshot=on" </dev/null >"$log.qemu" 2>&1 &
            pid=$!
            until grep -qs 'guest: kernel' "$log" || ! kill -0 "$pid" 2>/dev/null || [ $((tries += 1)) -gt 60 ]; do
                sleep 0.25
            done
            if grep -qs 'guest: kernel' "$log"; then echo kvm >"$file"; fi
            kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
        fi
    fi
    cat "$file"
}
