# DAViCal, in PHP within Apache on PostgreSQL, from Debian packages. It looks for its configuration under /etc/davical,
# so a copy of it looks elsewhere.
. "$here/postgres.sh"
prepare() {
  needs_root
  prepare_database
  packages /usr/share/davical/htdocs/caldav.php davical php-pgsql php-curl libdbd-pg-perl libyaml-perl
  packages /usr/sbin/apache2 apache2
  packages '/usr/lib/apache2/modules/libphp*.so' libapache2-mod-php
}
version() { dpkg-query --show --showformat '${source:Upstream-Version}' davical; }
start() {
  local app=$state/davical base=http://127.0.0.1:$port php
  start_database $((port + 1000))
  mkdir "$app"
  cp -rL /usr/share/davical/{htdocs,inc,dba,locale} "$app"
  sed -i "s|/etc/davical/|$app/|g" "$app/htdocs/always.php"
  cat >"$app/config.php" <<EOF
<?php
\$c->pg_connect[] = "dbname=davical user=davical_app host=$PGHOST port=$PGPORT";
\$c->domain_name = "127.0.0.1";
\$c->admin_email = "admin@example.com";
EOF
  (cd "$app/dba" && sh ./create-database.sh davical adminpw) >>"$state/log" 2>&1
  psql --quiet --no-psqlrc davical >>"$state/log" <<EOF
INSERT INTO usr (username, password, fullname, email, active)
  VALUES ('alice', '**alicepw', 'Alice', 'alice@example.com', true);
INSERT INTO principal (type_id, user_no, displayname, default_privileges)
  SELECT 1, user_no, fullname, 0::BIT(24) FROM usr WHERE username = 'alice';
EOF
  chmod -R a+rX "$app"
  php=$(basename "$(printf '%s\n' /usr/lib/apache2/modules/libphp*.so | tail -n 1)")
  start_apache mpm_prefork mod_mpm_prefork.so authz_core mod_authz_core.so dir mod_dir.so mime mod_mime.so \
    rewrite mod_rewrite.so setenvif mod_setenvif.so php "$php" <<EOF
TypesConfig /etc/mime.types
DocumentRoot $app/htdocs
php_value include_path $app/inc:/usr/share/awl/inc
php_value error_reporting 1
<Directory $app/htdocs>
  Require all granted
  AcceptPathInfo On
  <FilesMatch "\.php$">
    SetHandler application/x-httpd-php
  </FilesMatch>
</Directory>
RewriteEngine On
RewriteRule ^/\.well-known/caldav$ /caldav.php/ [R=301,L]
EOF
  await "$base/caldav.php/"
  places=("$base/" "$base/.well-known/caldav" "$base/caldav.php/" "$base/caldav.php/alice/")
}
stop() { stop_database; }
