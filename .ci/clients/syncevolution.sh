#!/usr/bin/env bash
# SyncEvolution: a folder and a calendar in step, changed on the one side and then on the other.
# usage: syncevolution.sh HOME_URL USER PASSWORD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
url=${1%/}/syncevolution-kept/
curl -sf -o /dev/null -u "$2:$3" -X MKCALENDAR "$url"
export HOME=$folder XDG_CONFIG_HOME=$folder/.config XDG_CACHE_HOME=$folder/.cache XDG_DATA_HOME=$folder/.local
mkdir -p "$folder/files"

run() {
  if ! timeout 120 syncevolution --daemon=no "$@" >"$folder/log" 2>&1; then
    cat "$folder/log"
    exit 1
  fi
}
event() { # UID, day, summary
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Clients//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:2027080%sT090000Z\r\nDTEND:2027080%sT100000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' "$1" "$2" "$2" "$3"
}
here() { # what, summaries in order
  local found
  found=$(cat "$folder/files"/* | tr -d '\r' | sed -n 's/^SUMMARY://p' | sort | paste -sd ';')
  if [ "$found" != "$2" ]; then
    cat "$folder/log"
    echo "$1: expected '$2', found '$found'"
    exit 1
  fi
  echo "ok $1"
}
run --keyring=no --configure --template webdav "syncURL=$url" "username=$2" "password=$3" retryInterval=1s \
  retryDuration=5s backend=caldav "database=$url" target-config@kept calendar
run --keyring=no --configure --template SyncEvolution_Client syncURL=local://@kept username= password= \
  peerIsClient=1 sync=none kept
run --keyring=no --configure backend=file "database=file://$folder/files" databaseFormat=text/calendar sync=two-way \
  kept calendar
event 1 1 one >"$folder/files/1"
event 2 2 two >"$folder/files/2"
run --sync slow kept calendar
event 1 3 'one\, moved' >"$folder/files/1"
rm "$folder/files/2"
event 3 4 three | curl -sf -o /dev/null -u "$2:$3" -H 'Content-Type: text/calendar' -X PUT --data-binary @- "${url}3.ics"
run kept calendar
here "both changed" 'one\, moved;three'
