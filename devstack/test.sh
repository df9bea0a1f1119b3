#!/usr/bin/env bash
# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
# Run everything: style gates, then unit, contract, functional and end-to-end tests in one pytest run.
#
#   devstack/test.sh
#
# Needs nothing but a shell on Debian 12 or newer, as root or through sudo. It installs what is missing, starts private
# brokers and databases for the functional tests, brings up a stack of its own for the end-to-end tests, and takes all of it
# down again. The last line is pytest's own count.
#
#   KEEP_STACK=1   leave the stack running
#   DEST=...       where it is kept (see stack.sh)
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=devstack/lib/common.sh
source "$here/lib/common.sh"
as_root_or_sudo "$@"
# shellcheck source=devstack/lib/packages.sh
source "$here/lib/packages.sh"
make_folders

TEST_PACKAGES=("${PACKAGES[@]}" postgresql)
BROKERS=$DEST/test-services
TEST_RABBIT_PORT=15674 TEST_MYSQL_PORT=13307 TEST_POSTGRESQL_PORT=15432

# in_brokers COMMAND...: with the functions of lib/, but the folders and ports of the test brokers.
in_brokers() {
    DEST=$BROKERS RABBIT_PORT=$TEST_RABBIT_PORT MYSQL_PORT=$TEST_MYSQL_PORT RABBIT_NODE=novalitetest \
        bash -c 'set -u; source "$1/lib/common.sh"; source "$1/lib/infra.sh"; source "$1/lib/postgresql.sh"; make_folders; shift; "$@"' \
        _ "$here" "$@"
}

start_brokers() {
    in_brokers start_rabbitmq && in_brokers start_mariadb && in_brokers test_user && in_brokers start_postgresql \
        "$TEST_POSTGRESQL_PORT"
}

stop_brokers() {
    [ -d "$BROKERS" ] || return 0
    in_brokers stop_daemons 20 rabbitmq mariadb postgresql
    rm -rf "$BROKERS"
}

clean_up() {
    stop_brokers
    [ -n "${KEEP_STACK:-}" ] || bash "$here/unstack.sh"
}
trap 'clean_up >>"$LOGS/clean-up.log" 2>&1' EXIT

step "packages" install_packages "${TEST_PACKAGES[@]}"
step "test environment" test_venv
step "test brokers" start_brokers
PY=$VENVS/test/bin/python
result=0

say "style"
PATH="$VENVS/test/bin:$PATH" PYTHON=$PY bash "$REPO/tests/style/run.sh" || result=1
say "stack"
bash "$here/stack.sh" || result=1

export NOVA_LITE_TEST_RABBIT_URL="rabbit://openstack:$(in_brokers secret rabbitmq)@127.0.0.1:$TEST_RABBIT_PORT/"
export NOVA_LITE_TEST_MYSQL_URL="mysql+pymysql://tester:$(in_brokers secret tester)@127.0.0.1:$TEST_MYSQL_PORT/"
export NOVA_LITE_TEST_POSTGRESQL_URL="postgresql+psycopg2://tester:$(in_brokers secret tester)@127.0.0.1:$TEST_POSTGRESQL_PORT/postgres"
export NOVA_LITE_E2E_OPENRC=$DEST/openrc
say "tests"
(cd "$REPO" && "$PY" -m pytest -p no:cacheprovider -q --durations=15 tests/unit tests/contract tests/functional tests/e2e) \
    >"$LOGS/pytest.log" 2>&1 || result=1
clean_up >"$LOGS/clean-up.log" 2>&1
trap - EXIT
cat "$LOGS/pytest.log"
exit "$result"
