#!/usr/bin/env bash
# Runs all tests, or those given to `swift test`; fails where none ran.
set -euo pipefail
cd "$(dirname "$0")/.."
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
swift test --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log"
grep -Eq 'Test run with [1-9][0-9]* tests?.* passed' "$log" || { echo "no test ran" >&2; exit 1; }
