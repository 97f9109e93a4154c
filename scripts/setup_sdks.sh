#!/usr/bin/env bash
# Installs the official SDKs of the model APIs, each file checked by its hash, into .vendor/sdk-venv; prints the path of
# its Python. Can be run again at any time: where nothing changed, it does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.vendor/sdk-venv
list=Tests/ModelWireTests/sdk/requirements.txt

fail() { echo "setup_sdks: $*" >&2; exit 1; }

if ! cmp -s "$list" "$venv/installed.txt"; then
    command -v python3 >/dev/null || fail "python3 is missing (Debian: python3 python3-venv)"
    rm -rf "$venv"
    mkdir -p .vendor
    python3 -m venv "$venv" >&2 || fail "cannot make a virtual environment (Debian: apt-get install python3-venv)"
    log="$(mktemp)"
    trap 'rm -f "$log"' EXIT
    if ! "$venv/bin/python" -m pip --disable-pip-version-check --no-input install --quiet --only-binary :all: \
        --require-hashes -r "$list" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "the SDKs could not be installed: is PyPI (or the index that pip is set to) reachable from here?" \
            "Without it, BARWISE_OFFLINE=1 leaves out the tests that need them."
    fi
    cp "$list" "$venv/installed.txt"
fi
echo "$PWD/$venv/bin/python"
