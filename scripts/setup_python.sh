#!/usr/bin/env bash
# Installs the packages of a requirements file, each checked by its hash, into .vendor/NAME-venv; prints the path of its
# Python. Can be run again at any time: where nothing changed, it does nothing.
#
# Usage: scripts/setup_python.sh NAME REQUIREMENTS
set -euo pipefail
cd "$(dirname "$0")/.."
venv=".vendor/$1-venv"
list="$2"

fail() { echo "setup_python: $*" >&2; exit 1; }

# Two that come at once install once; macOS has no flock, and there the second may have to be run again.
mkdir -p .vendor
exec 9>"$venv.lock"
if command -v flock >/dev/null; then flock 9; fi

if ! cmp -s "$list" "$venv/installed.txt"; then
    command -v python3 >/dev/null || fail "python3 is missing (Debian: python3 python3-venv)"
    rm -rf "$venv"
    python3 -m venv "$venv" >&2 || fail "cannot make a virtual environment (Debian: apt-get install python3-venv)"
    log="$(mktemp)"
    trap 'rm -f "$log"' EXIT
    if ! "$venv/bin/python" -m pip --disable-pip-version-check --no-input install --quiet --only-binary :all: \
        --require-hashes -r "$list" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "$list could not be installed: is PyPI (or the index that pip is set to) reachable from here?" \
            "Without it, BARWISE_OFFLINE=1 leaves out the tests that need it."
    fi
    cp "$list" "$venv/installed.txt"
fi
echo "$PWD/$venv/bin/python"
