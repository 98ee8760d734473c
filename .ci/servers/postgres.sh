# A database cluster of PostgreSQL that ends with the server that needs it.
prepare_database() { packages /usr/lib/postgresql postgresql postgresql-client; }
postgres() { # command, argument…
  local command=$1 bin
  shift
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  (cd / && runuser -u postgres -- "$bin/$command" "$@")
}
start_database() { # port, on the loopback interface and on a socket in $state/database
  mkdir -p "$state/database"
  chown postgres "$state/database"
  postgres initdb --pgdata "$state/database/data" --auth trust --encoding UTF8 --locale C --no-sync >>"$state/log"
  postgres pg_ctl --pgdata "$state/database/data" --log "$state/database/log" --wait --options \
    "-k $state/database -c listen_addresses=127.0.0.1 -p $1 -c fsync=off" start >>"$state/log"
  export PGHOST=$state/database PGPORT=$1 PGUSER=postgres
}
stop_database() { postgres pg_ctl --pgdata "$state/database/data" --mode immediate stop >/dev/null 2>&1 || true; }
# Apache as far as a server needs it: the modules that are named and the lines of the standard input.
start_apache() { # module…
  {
    cat <<EOF
ServerRoot $state
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile $state/apache.pid
ErrorLog $state/log
Mutex file:$state
User www-data
Group www-data
EOF
    printf 'LoadModule %s_module /usr/lib/apache2/modules/%s\n' "$@"
    cat
  } >"$state/apache.conf"
  background /usr/sbin/apache2 -D FOREGROUND -f "$state/apache.conf"
}
