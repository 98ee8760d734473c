#!/usr/bin/env bash
# calcurse-caldav: what is here goes there, what is new on each side goes to the other, what is removed is gone.
# usage: calcurse.sh HOME_URL USER PASSWORD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
url=${1%/}/calcurse-kept/
address=${url#http://}
curl -sf -o /dev/null -u "$2:$3" -X MKCALENDAR "$url"
mkdir -p "$folder/conf/caldav" "$folder/data"
cat >"$folder/conf/caldav/config" <<EOF
[General]
Binary = calcurse
Hostname = ${address%%/*}
Path = /${address#*/}
HTTPS = No
AuthMethod = basic
DryRun = No
Verbose = Yes
[Auth]
Username = $2
EOF
export CALCURSE_CALDAV_PASSWORD=$3
: >"$folder/data/todo"
: >"$folder/data/apts"

sync() {
  if ! /usr/bin/python3 "$(command -v calcurse-caldav)" --config "$folder/conf/caldav/config" --datadir "$folder/data" \
    --lockfile "$folder/lock" --syncdb "$folder/sync.db" "$@" >"$folder/log" 2>&1; then
    cat "$folder/log"
    exit 1
  fi
}
event() { # UID, summary
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Clients//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270501T090000Z\r\nDTEND:20270501T100000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' "$1" "$2"
}
here() { # what, how many
  local found
  found=$(grep -c '|' "$folder/data/apts" || true)
  if [ "$found" != "$2" ]; then
    cat "$folder/log" "$folder/data/apts"
    echo "$1: expected $2 events, found $found"
    exit 1
  fi
  echo "ok $1"
}
event c1 'From calcurse' | calcurse -D "$folder/data" -C "$folder/conf" -q -i - >/dev/null
sync --init=keep-local
here "the first goes up" 1
event c2 'kept by calcurse' | curl -sf -o /dev/null -u "$2:$3" -H 'If-None-Match: *' -H 'Content-Type: text/calendar' -X PUT --data-binary @- "${url}c2.ics"
sync
here "a second comes down" 2
sed -i '/From calcurse/d' "$folder/data/apts"
sync
here "the first is removed" 1
