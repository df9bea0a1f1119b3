# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Progress, failures, secrets and daemons: what every other part of the stack uses.

DEST=${DEST:-/opt/nova-lite}
HOST_IP=${SERVICE_HOST:-127.0.0.1}
PYTHON=${STACK_PYTHON:-/usr/bin/python3}
REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ETC=$DEST/etc RUN=$DEST/run LOGS=$DEST/logs DATA=$DEST/data VENVS=$DEST/venv
RABBIT_PORT=${RABBIT_PORT:-15673} MYSQL_PORT=${MYSQL_PORT:-13306} MEMCACHED_PORT=${MEMCACHED_PORT:-21211}
STARTED=$(date +%s)
unset PYTHONDONTWRITEBYTECODE

say() { printf '[%4ss] %s\n' "$(($(date +%s) - STARTED))" "$*"; }

# Where people read, also while the output of a step goes to its log.
exec 7>&2

# fail TEXT [LOG]: say what went wrong, show the end of the log, say where to look.
fail() {
    say "FAILED: $1" >&7
    if [ -n "${2:-}" ] && [ -s "$2" ]; then
        tail -n 25 "$2" >&7
        echo "The whole log: $2" >&7
    fi
    echo "Logs of all daemons: $LOGS. Run devstack/unstack.sh --clean and try again to begin from nothing." >&7
    exit 1
}

# step NAME COMMAND...: run quietly, with its output in a log of its own.
step() {
    local name=$1 log begin
    shift
    log=$LOGS/step-${name// /-}.log
    begin=$(date +%s)
    if "$@" >"$log" 2>&1; then
        say "$name ($(($(date +%s) - begin)) s)"
    else
        fail "$name" "$log"
    fi
}

make_folders() {
    mkdir -p "$ETC" "$RUN" "$LOGS" "$DATA" "$VENVS" "$DEST/locks"
    chmod 755 "$DEST" "$DATA"
}

# secret NAME: a password that is made once and kept in a file only root can read.
secret() {
    local file=$ETC/secrets/$1
    if [ ! -s "$file" ]; then
        mkdir -p "$ETC/secrets"
        chmod 700 "$ETC/secrets"
        (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$file")
    fi
    cat "$file"
}

alive() {
    local pid
    pid=$(cat "$RUN/$1.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$(cat "$RUN/$1.start" 2>/dev/null)" = "$(start_time "$pid")" ]
}

# The kernel's start time of a process: with the pid it names a process for good.
# Fields are counted from behind the name, which may hold blanks ("(gunicorn: maste)").
# A zombie, which nobody has reaped yet, has none: it does not run.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" {print $20}'; }

# daemon NAME COMMAND...: start in a session of its own, unless it runs; stop_daemon ends it by its pid.
daemon() {
    local name=$1
    shift
    alive "$name" && return 0
    # What a killed daemon left would be taken for the new one's.
    rm -f "$RUN/$name.pid" "$RUN/$name.start"
    setsid --fork bash -c 'echo $$ >"$1.pid"; shift; exec "$@"' _ "$RUN/$name" "$@" >>"$LOGS/$name.log" 2>&1 </dev/null 7>&-
    local tries=0
    until [ -s "$RUN/$name.pid" ] || [ $((tries += 1)) -gt 50 ]; do sleep 0.1; done
    start_time "$(cat "$RUN/$name.pid")" >"$RUN/$name.start"
}

# stop_daemon NAME [SECONDS]: SIGTERM, then SIGKILL to the whole session if it does not end in time.
stop_daemon() {
    local name=$1 patience=${2:-20} pid tries=0
    if alive "$name"; then
        pid=$(cat "$RUN/$name.pid")
        kill -TERM "$pid"
        while kill -0 "$pid" 2>/dev/null && [ $((tries += 1)) -le $((patience * 5)) ]; do sleep 0.2; done
        kill -0 "$pid" 2>/dev/null && say "$name does not end, killing it"
        # Workers that outlive their parent would keep its port; a group of that number is ours alone.
        kill -KILL -- "-$pid" 2>/dev/null
        say "stopped $name"
    fi
    rm -f "$RUN/$name.pid" "$RUN/$name.start"
}

# stop_daemons SECONDS NAME...: ask all of them at once, then wait for each.
stop_daemons() {
    local patience=$1 name
    shift
    for name in "$@"; do
        if alive "$name"; then kill -TERM "$(cat "$RUN/$name.pid")"; fi
    done
    for name in "$@"; do stop_daemon "$name" "$patience"; done
}

# wait_port NAME PORT [SECONDS]: until something listens there, or the daemon dies.
wait_port() {
    local name=$1 port=$2 limit=${3:-60} tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        alive "$name" || fail "$name ended while it started" "$LOGS/$name.log"
        [ $((tries += 1)) -le $((limit * 5)) ] || fail "$name does not listen on port $port" "$LOGS/$name.log"
        sleep 0.2
    done
}

as_root_or_sudo() {
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || { echo "Run this as root, or install sudo." >&2; exit 1; }
    exec sudo -E bash "$0" "$@"
}
