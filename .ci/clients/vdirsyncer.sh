#!/usr/bin/env bash
# vdirsyncer: a folder goes up, changes on both sides, a second folder gets the same; each folder is compared.
# usage: VDIRSYNCER=... vdirsyncer.sh BASE_URL USER PASSWORD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
name=vdirsyncer-kept
mkdir -p "$folder/one/$name" "$folder/two/$name"

pair() { # one|two, which side wins, address, user, password
  cat <<EOF
[general]
status_path = "$folder/status-$1/"
[pair calendars]
a = "here"
b = "there"
collections = ["$name"]
conflict_resolution = "$2 wins"
metadata = ["displayname", "color"]
[storage here]
type = "filesystem"
path = "$folder/$1/"
fileext = ".ics"
[storage there]
type = "caldav"
url = "$3"
username = "$4"
password = "$5"
EOF
}
pair one a "$@" >"$folder/config-one"
pair two b "$@" >"$folder/config-two"

sync() { # one|two, then what to do
  local config="$folder/config-$1"
  shift
  if ! "$VDIRSYNCER" -c "$config" "$@" >"$folder/log" 2>&1 <<<$'y\ny\ny\ny' || grep -q '^error' "$folder/log"; then
    cat "$folder/log"
    exit 1
  fi
}
event() { # one|two, UID, start, summary
  printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Clients//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:%s\r\nDURATION:PT1H\r\nSUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' \
    "$2" "$3" "$4" >"$folder/$1/$name/$2.ics"
}
expect() { # one|two, what, summaries in order
  local found
  found=$(cat "$folder/$1/$name"/*.ics 2>/dev/null | tr -d '\r' | sed -n 's/^SUMMARY://p' | sort | paste -sd ';')
  if [ "$found" != "$3" ]; then
    echo "$2: expected '$3', found '$found'"
    exit 1
  fi
  echo "ok $2"
}

event one v1 20270401T090000Z First
event one v2 20270402T090000Z 'Second\, with a comma'
printf 'Made by vdirsyncer' >"$folder/one/$name/displayname"
printf '#FF8800' >"$folder/one/$name/color"
sync one discover
sync one sync
sync one metasync
sync two discover
sync two sync
sync two metasync
expect two "what went up comes down" 'First;Second\, with a comma'
[ "$(cat "$folder/two/$name/displayname")" = 'Made by vdirsyncer' ] || { echo "no display name"; exit 1; }
grep -qi '^#FF8800' "$folder/two/$name/color" || { echo "no colour"; exit 1; }
echo "ok name and colour"

event one v1 20270401T100000Z 'First\, moved'
event one v3 20270403T090000Z Third
rm "$folder/one/$name/v2.ics"
event two v4 20270404T090000Z Fourth
sync two sync
sync one sync
sync two sync
expect one "both changed" 'First\, moved;Fourth;Third'
expect two "both changed, on the other side" 'First\, moved;Fourth;Third'
