#!/usr/bin/env bash
# Runs all tests, or those given to `swift test`, beside a PostgreSQL server of their own; fails where none ran. Tests
# that hold times against a clock run one by one, after the others.
set -euo pipefail
cd "$(dirname "$0")/.."
# Short: servers' sockets lie in it. Passable: a server of root's is another user's. What tests leave lies in it too.
folder="$(mktemp -d /tmp/barwise-test.XXXXXX)"
chmod 711 "$folder"
log="$folder/log"
finish() {
    local left
    for left in "$folder/postgres" "$folder"/own-*; do
        [ ! -d "$left" ] || scripts/postgres.sh stop "$left"
    done
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP
BARWISE_TEST_POSTGRES="$(scripts/postgres.sh start "$folder/postgres")"
export BARWISE_TEST_POSTGRES TMPDIR="$folder"
# All at once they would hold more than 1,024 open files, of which Foundation's Process knows none above.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-8}"

run() {
    swift test --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log"
    grep -Eq 'Test run with [1-9][0-9]* tests?.* passed' "$log" || { echo "no test ran" >&2; exit 1; }
}

if [ $# -gt 0 ]; then
    run "$@"
else
    run --skip 'StoppingTests|GrowthTests'
    run --skip-build --no-parallel --filter 'StoppingTests|GrowthTests'
fi
