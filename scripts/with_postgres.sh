#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL server, whose URL it finds in BARWISE_TEST_POSTGRES.
set -euo pipefail
cd "$(dirname "$0")/.."
# Short: the server's socket lies in it.
postgres="$(mktemp -d /tmp/barwise-pg.XXXXXX)"
trap 'scripts/postgres.sh stop "$postgres"; rm -rf "$postgres"' EXIT
BARWISE_TEST_POSTGRES="$(scripts/postgres.sh start "$postgres")"
export BARWISE_TEST_POSTGRES
"$@"
