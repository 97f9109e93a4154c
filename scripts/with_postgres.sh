#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL server, whose URL it finds in BARWISE_TEST_POSTGRES.
set -euo pipefail
cd "$(dirname "$0")/.."
# Short: the server's socket lies in it.
postgres="$(mktemp -d /tmp/barwise-pg.XXXXXX)"
child=""
finish() {
    trap '' TERM INT HUP
    [ -z "$child" ] || kill "$child" 2>/dev/null || true
    scripts/postgres.sh stop "$postgres"
    rm -rf "$postgres"
}
trap finish EXIT
# Whoever ends this script (`timeout`, say) ends the server too: a command in the foreground would keep the trap waiting.
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP
BARWISE_TEST_POSTGRES="$(scripts/postgres.sh start "$postgres")"
export BARWISE_TEST_POSTGRES
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=""
exit "$status"
