#!/usr/bin/env bash
# cadaver: plain WebDAV in a calendar: list, put, properties, move, get, lock, delete.
# usage: cadaver.sh HOME_URL USER PASSWORD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
url=${1%/}/cadaver-kept/
host=${url#http://}
curl -sf -o /dev/null -u "$2:$3" -X MKCALENDAR "$url"
printf 'machine %s\nlogin %s\npassword %s\n' "${host%%[:/]*}" "$2" "$3" >"$folder/.netrc"
chmod 600 "$folder/.netrc"
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Clients//EN\r\nBEGIN:VEVENT\r\nUID:cad1\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270601T090000Z\r\nDURATION:PT1H\r\nSUMMARY:kept by cadaver\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >"$folder/one.ics"
cd "$folder"
HOME=$folder cadaver "$url" >log 2>&1 <<'COMMANDS'
ls
put one.ics
ls
propnames one.ics
propget one.ics
propset one.ics note kept
move one.ics two.ics
get two.ics got.ics
lock two.ics
discover two.ics
unlock two.ics
copy two.ics three.ics
delete two.ics
put one.ics
ls
quit
COMMANDS
if ! cmp -s one.ics got.ics; then
  cat log
  echo "what was put did not come back"
  exit 1
fi
# A copy in the same calendar would have the same UID: RFC 4791 section 5.3.2.1, CALDAV:no-uid-conflict.
if ! grep -q "^Copying.*failed" log || [ "$(grep -c 'failed' log)" != 1 ]; then
  cat log
  echo "expected that the copy alone fails"
  exit 1
fi
echo "ok cadaver"
