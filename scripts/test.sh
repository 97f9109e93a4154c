#!/usr/bin/env bash
# Runs all tests, or those given to `swift test`, beside a PostgreSQL server of their own; fails where none ran. Tests
# that hold times against a clock run by themselves, after the others.
set -euo pipefail
cd "$(dirname "$0")/.."
log="$(mktemp)"
# Short: the server's socket lies in it.
postgres="$(mktemp -d /tmp/barwise-pg.XXXXXX)"
trap 'scripts/postgres.sh stop "$postgres"; rm -rf "$log" "$postgres"' EXIT
BARWISE_TEST_POSTGRES="$(scripts/postgres.sh start "$postgres")"
export BARWISE_TEST_POSTGRES

run() {
    swift test --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log"
    grep -Eq 'Test run with [1-9][0-9]* tests?.* passed' "$log" || { echo "no test ran" >&2; exit 1; }
}

if [ $# -gt 0 ]; then
    run "$@"
else
    run --skip 'StoppingTests|GrowthTests'
    run --skip-build --filter 'StoppingTests|GrowthTests'
fi
