# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A private PostgreSQL, and a user who may make databases in the test servers.

start_postgresql() {
    local port=$1 home=$DATA/postgresql bin
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
    if [ ! -d "$home" ]; then
        mkdir -p "$home"
        chown postgres: "$home"
        (umask 077 && secret tester >"$RUN/pgpass" && chown postgres: "$RUN/pgpass")
        setpriv --reuid=postgres --regid=postgres --init-groups "$bin/initdb" -D "$home" --username=tester \
            --auth=scram-sha-256 --pwfile="$RUN/pgpass" --encoding=UTF8 --locale=C.UTF-8
    fi
    daemon postgresql setpriv --reuid=postgres --regid=postgres --init-groups "$bin/postgres" -D "$home" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300
    wait_port postgresql "$port"
}

# A MariaDB user with all rights, over TCP.
test_user() {
    sql <<SQL
CREATE USER IF NOT EXISTS 'tester'@'127.0.0.1' IDENTIFIED BY '$(secret tester)';
CREATE USER IF NOT EXISTS 'tester'@'localhost' IDENTIFIED BY '$(secret tester)';
GRANT ALL PRIVILEGES ON *.* TO 'tester'@'127.0.0.1' WITH GRANT OPTION;
GRANT ALL PRIVILEGES ON *.* TO 'tester'@'localhost' WITH GRANT OPTION;
SQL
}
