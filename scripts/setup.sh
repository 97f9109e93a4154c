#!/usr/bin/env bash
# Installs what the build needs: system packages (as root or with sudo) and libduckdb in .vendor/duckdb.
# Can be run again at any time; a second run only says what it found. The macOS branch is untried.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "setup: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
header() { [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif has sudo; then sudo "$@"
    else fail "cannot install${missing}: not root and no sudo. Install them by hand and run again."
    fi
}

install_debian() {
    has apt-get || fail "missing:${missing} (named as in Debian). Install them and run again."
    echo "installing:${missing}"
    local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    # shellcheck disable=SC2086
    as_root "${quiet[@]}" install -y --no-install-recommends $missing >/dev/null 2>&1 && return
    as_root "${quiet[@]}" update >/dev/null
    # shellcheck disable=SC2086
    as_root "${quiet[@]}" install -y --no-install-recommends $missing >/dev/null ||
        fail "apt-get could not install${missing}"
}

missing=""
need() { missing="$missing $1"; }
if [ "$(uname)" = Darwin ]; then
    has brew || fail "Homebrew is needed: https://brew.sh"
    has pkg-config || need pkgconf
    [ -d "$(brew --prefix)/opt/zstd" ] || need zstd
    [ -d "$(brew --prefix)/opt/snowball" ] || need snowball
    [ -d "$(brew --prefix)/opt/libpq" ] || need libpq
    [ -n "${DUCKDB_HOME:-}" ] || [ -d "$(brew --prefix)/opt/duckdb" ] || need duckdb
    # shellcheck disable=SC2086
    [ -z "$missing" ] || brew install $missing
else
    has make || need make
    has pkg-config || need pkg-config
    has python3 || need python3
    header zlib.h || need zlib1g-dev
    header zstd.h || need libzstd-dev
    header libstemmer.h || need libstemmer-dev
    header sqlite3.h || need libsqlite3-dev
    header postgresql/libpq-fe.h || need libpq-dev
    if [ ! -e .vendor/duckdb/lib/libduckdb.so ] && ! { has python3 && python3 -m pip --version >/dev/null 2>&1; }; then
        need python3-pip
    fi
    [ -z "$missing" ] || install_debian
fi
echo "system packages: found"
python3 scripts/setup_duckdb.py
has swift || echo "setup: no swift on the PATH: Swift 6 is at https://www.swift.org/install" >&2
