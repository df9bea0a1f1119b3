#!/usr/bin/env bash
# The style gate: lint, format, types, import layers, and the rules in this folder. Runs with the python on the PATH, or
# with $PYTHON; every part runs even if one before it fails, so that one run shows everything.
set -u
cd "$(dirname "$0")/../.." || exit 1
python=${PYTHON:-python}
result=0

part() {
    echo "== $1"
    shift
    "$@" || result=1
}

part "lint" "$python" -m ruff check nova_lite tests migrations
part "format" "$python" -m ruff format --check nova_lite tests migrations
part "types" "$python" -m mypy --cache-dir=/dev/null
part "layers" "$python" -c "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
part "house rules" "$python" -W ignore -m pytest -q tests/style
exit "$result"
