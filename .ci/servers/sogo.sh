# SOGo on PostgreSQL and memcached behind Apache, from Debian packages.
. "$here/postgres.sh"
prepare() {
  needs_root
  prepare_database
  packages /usr/sbin/sogod sogo
  packages /usr/bin/memcached memcached
  packages /usr/sbin/apache2 apache2
}
version() { dpkg-query --show --showformat '${source:Upstream-Version}' sogo; }
start() {
  local base=http://127.0.0.1:$port sogod=$((port + 2000)) memcached=$((port + 3000)) database
  start_database $((port + 1000))
  database=postgresql://sogo:sogo@127.0.0.1:$PGPORT/sogo
  psql --quiet --no-psqlrc --command "CREATE USER sogo PASSWORD 'sogo'" --command 'CREATE DATABASE sogo OWNER sogo'
  psql --quiet --no-psqlrc --username sogo sogo <<EOF
CREATE TABLE users (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text);
INSERT INTO users VALUES ('alice', 'alice', 'alicepw', 'Alice', 'alice@example.com');
EOF
  mkdir "$state/home"
  chown sogo "$state/home"
  background memcached -l 127.0.0.1 -p "$memcached" -U 0 -u nobody
  cd "$state/home"
  background runuser -u sogo -- env HOME="$state/home" LANG=C.UTF-8 /usr/sbin/sogod -WONoDetach YES \
    -WOPort "127.0.0.1:$sogod" -WOPidFile "$state/home/pid" -WOLogFile - -WOWorkersCount 3 -WOUseWatchDog YES \
    -SOGoMailSpoolPath "$state/home" -SOGoMemcachedHost "127.0.0.1:$memcached" -SOGoTimeZone UTC \
    -SOGoMailDomain example.com -SOGoXSRFValidationEnabled NO -SOGoMaximumFailedLoginCount 0 \
    -SOGoProfileURL "$database/profiles" -OCSFolderInfoURL "$database/folders" \
    -OCSSessionsFolderURL "$database/sessions" -OCSEMailAlarmsFolderURL "$database/alarms" -SOGoUserSources \
    "({ type = sql; id = users; viewURL = \"$database/users\"; canAuthenticate = YES; userPasswordAlgorithm = plain; })"
  cd "$OLDPWD"
  await "http://127.0.0.1:$sogod/SOGo/dav/"
  start_apache mpm_event mod_mpm_event.so authz_core mod_authz_core.so alias mod_alias.so env mod_env.so \
    headers mod_headers.so proxy mod_proxy.so proxy_http mod_proxy_http.so <<EOF
Redirect 301 /.well-known/caldav /SOGo/dav/
SetEnv proxy-nokeepalive 1
RequestHeader set x-webobjects-server-protocol HTTP/1.0
RequestHeader set x-webobjects-server-name 127.0.0.1
RequestHeader set x-webobjects-server-port $port
RequestHeader set x-webobjects-server-url $base
ProxyPass /SOGo http://127.0.0.1:$sogod/SOGo retry=0
EOF
  await "$base/SOGo/dav/"
  places=("$base/" "$base/.well-known/caldav" "$base/SOGo/dav/" "$base/SOGo/dav/alice/Calendar/")
}
stop() { stop_database; }
