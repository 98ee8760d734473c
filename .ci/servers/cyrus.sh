# Cyrus IMAP with the CalDAV module of its HTTP server, from Debian packages. A calendar home comes into being beside a
# mailbox, and that by the first login over IMAP.
prepare() {
  needs_root
  packages /usr/lib/cyrus/bin/httpd cyrus-imapd cyrus-caldav cyrus-admin sasl2-bin
}
version() { dpkg-query --show --showformat '${source:Upstream-Version}' cyrus-caldav; }
start() {
  local bin=/usr/lib/cyrus/bin imap=$((port + 1000)) base=http://127.0.0.1:$port
  mkdir -p "$state"/{config,mail,run,sieve,sockets}
  cat >"$state/imapd.conf" <<EOF
admins: admin
allowplaintext: yes
altnamespace: no
caldav_create_default: yes
caldav_realm: localhost
calendar_user_address_set: example.com
configdirectory: $state/config
conversations: yes
defaultpartition: default
httpmodules: caldav
idlesocket: $state/sockets/idle
lmtpsocket: $state/sockets/lmtp
mboxname_lockpath: $state/run
notifysocket: $state/sockets/notify
partition-default: $state/mail
proc_path: $state/run
sasl_auxprop_plugin: sasldb
sasl_mech_list: PLAIN LOGIN
sasl_pwcheck_method: auxprop
sasl_sasldb_path: $state/users
servername: localhost
sievedir: $state/sieve
unixhierarchysep: no
virtdomains: off
EOF
  cat >"$state/cyrus.conf" <<EOF
START {
  recover cmd="$bin/ctl_cyrusdb -C $state/imapd.conf -r"
}
SERVICES {
  imap cmd="$bin/imapd -C $state/imapd.conf" listen="127.0.0.1:$imap" prefork=0
  http cmd="$bin/httpd -C $state/imapd.conf" listen="127.0.0.1:$port" prefork=1
}
EVENTS {
}
EOF
  printf alicepw | /usr/sbin/saslpasswd2 -p -c -f "$state/users" -u localhost alice
  chown -R cyrus:mail "$state"
  background $bin/master -C "$state/imapd.conf" -M "$state/cyrus.conf" -p "$state/run/master"
  await "$base/"
  python3 - "$imap" <<'EOF'
import imaplib, sys
mail = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
mail.login("alice", "alicepw")
mail.create("INBOX")
mail.select("INBOX")
mail.logout()
EOF
  places=("$base/" "$base/.well-known/caldav" "$base/dav/principals/user/alice/" "$base/dav/calendars/user/alice/")
}
