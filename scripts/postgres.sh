#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests: on loopback, on a free port, with everything in one folder.
#   scripts/postgres.sh start DIR    makes it, or starts it again on its port; prints its URL, password included
#   scripts/postgres.sh stop DIR     stops it, by the pid in the folder
#   scripts/postgres.sh kill DIR     the same with SIGKILL, as a power cut would
# Installs Debian's package where there is no server (as root or with sudo). Root runs it as the user `postgres`.
set -euo pipefail

fail() { echo "postgres: $*" >&2; exit 1; }
[ $# = 2 ] || fail "usage: scripts/postgres.sh start|stop|kill DIR"
mkdir -p "$2"
dir="$(cd "$2" && pwd -P)"

# The newest server of version 15 or later that is installed.
binaries() {
    local found
    for found in "$(pg_config --bindir 2>/dev/null || true)" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        "$(brew --prefix postgresql@17 2>/dev/null || true)/bin" "$(brew --prefix postgresql@15 2>/dev/null || true)/bin"
    do
        [ -x "$found/initdb" ] && [ -x "$found/postgres" ] || continue
        [ "$("$found/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')" -ge 15 ] || continue
        echo "$found"
        return
    done
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The package would start a cluster of its own; it is told not to.
install() {
    command -v apt-get >/dev/null || fail "no PostgreSQL server of version 15 or later; install one and run again"
    echo "postgres: installing Debian's server" >&2
    local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends)
    {
        as_root "${quiet[@]}" postgresql-common || { as_root apt-get -qq update; as_root "${quiet[@]}" postgresql-common; }
        as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        as_root "${quiet[@]}" postgresql
    } >/dev/null 2>&1 || fail "apt-get could not install postgresql"
}

# The server refuses to be root.
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@"); else "$@"; fi; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start() {
    local bin
    bin="$(binaries)"
    [ -n "$bin" ] || { install; bin="$(binaries)"; }
    [ -n "$bin" ] || fail "no PostgreSQL server of version 15 or later was found"
    if [ ! -e "$dir/port" ]; then
        python3 -c 'import secrets; print(secrets.token_hex(16))' >"$dir/password"
        [ "$(id -u)" != 0 ] || chown -R postgres "$dir"
        chmod 700 "$dir"
        as_owner "$bin/initdb" -D "$dir/data" -U postgres --auth=scram-sha-256 --pwfile="$dir/password" \
            --encoding=UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
    fi
    local attempt port
    for attempt in $(seq 20); do
        port="$(cat "$dir/port" 2>/dev/null || free_port)"
        # What a crash of the machine would lose is of no interest here, and the disk is.
        # The server outlives the caller and must hold none of its files open: who waits for them would wait for ever.
        if (
            for fd in $(ls /dev/fd); do [ "$fd" -le 2 ] || eval "exec $fd>&-"; done
            as_owner "$bin/pg_ctl" start -D "$dir/data" -w -t 60 -l "$dir/log" -s -o "-p $port -k $dir \
            -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
            -c max_connections=200 -c shared_buffers=64MB -c max_wal_size=256MB" >/dev/null 2>&1
        ); then
            echo "$port" >"$dir/port"
            echo "postgres://postgres:$(cat "$dir/password")@127.0.0.1:$port/postgres"
            return
        fi
        [ ! -e "$dir/port" ] || sleep 0.3
    done
    tail -5 "$dir/log" >&2
    fail "the server did not start"
}

# Only a process that runs on this folder.
stop() {
    local pid
    pid="$(head -1 "$dir/data/postmaster.pid" 2>/dev/null || true)"
    [ -n "$pid" ] && ps -o args= -p "$pid" | grep -qF -- "$dir/data" || return 0
    kill "-$1" "$pid"
    for _ in $(seq 200); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

case "$1" in
    start) start ;;
    stop) stop INT ;;
    kill) stop KILL ;;
    *) fail "usage: scripts/postgres.sh start|stop|kill DIR" ;;
esac
