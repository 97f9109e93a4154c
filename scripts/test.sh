#!/usr/bin/env bash
# Runs all tests, or those given to `swift test`, beside a PostgreSQL server of their own; fails where none ran. Tests
# that hold times against a clock run one by one, after the others. A build for release (CONFIGURATION=release) runs them
# three times as fast as one for debugging, and takes longer to build.
set -euo pipefail
cd "$(dirname "$0")/.."
# Short: servers' sockets lie in it. Passable: a server of root's is another user's. What tests leave lies in it too.
folder="$(mktemp -d /tmp/barwise-test.XXXXXX)"
chmod 711 "$folder"
log="$folder/log"
finish() {
    local left
    # shellcheck disable=SC2046
    kill $(jobs -p) 2>/dev/null || true
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
# Of a child that a test lets die; on a busy machine it takes minutes.
export SWIFT_BACKTRACE=enable=no
# All at once they would hold more than 1,024 open files, of which Foundation's Process knows none above.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-8}"

configuration="${CONFIGURATION:-debug}"
building=(-c "$configuration" --explicit-target-dependency-import-check error)
testing=("${building[@]}" --skip-build)
# SwiftPM would build every package anew to make it testable; where BARWISE_STRICT is set our own targets are.
[ "$configuration" != release ] || [ -z "${BARWISE_STRICT:-}" ] || testing+=(--disable-testable-imports)
# Seconds without any test that begins or ends, after which a run hangs.
patience="${BARWISE_TEST_PATIENCE:-600}"

idle() { echo $(($(date +%s) - $(stat -c %Y "$log" 2>/dev/null || stat -f %m "$log"))); }

# Where a run hangs: tells which tests had begun and what each thread does, and ends it.
watch() {
    local tests tester
    tests="$PWD/.build/.*/barwisePackageTests\.xctest"
    until [ "$(idle)" -gt "$patience" ]; do sleep 5; done
    touch "$folder/hung"
    echo "nothing happened for $patience seconds; begun and not ended:"
    sed -nE 's/^◇ Test (.*) started\.$/\1/p' "$log" | while read -r test; do
        grep -qE '^[✔✘]'" Test .*" <(grep -F "$test" "$log") || echo "  $test"
    done
    for tester in $(pgrep -f "$tests"); do
        gdb -p "$tester" -batch -ex 'thread apply all bt 25' 2>/dev/null || true
    done
    pkill -KILL -f "$tests"
}

# Every begun test is in the log; shown are those that ended.
attempt() {
    local watcher status=0
    rm -f "$folder/hung"
    : >"$log"
    watch &
    watcher=$!
    swift test "${testing[@]}" "$@" 2>&1 | tee "$log" | { grep --line-buffered -v '^◇' || true; } ||
        status=$?
    kill "$watcher" 2>/dev/null || true
    return "$status"
}

# One that hangs is told, and run once more: the threads' stacks above say what to mend.
run() {
    attempt "$@" || { [ -e "$folder/hung" ] && echo "HUNG, and is run once more" && attempt "$@"; } || {
        # Once more at the end, which is what a CI keeps.
        echo "what failed:"
        grep -E '^(✘|↳)|error:' "$log" | cut -c 1-1000 || true
        exit 1
    }
    grep -Eq 'Test run with [1-9][0-9]* tests?.* passed' "$log" || { echo "no test ran" >&2; exit 1; }
}

case " $* " in
    *" --skip-build "*) ;;
    *) swift build --build-tests "${building[@]}" ;;
esac
if [ $# -gt 0 ]; then
    run "$@"
else
    run --skip 'StoppingTests|GrowthTests'
    run --no-parallel --filter 'StoppingTests|GrowthTests'
fi
