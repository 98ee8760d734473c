"""A second client (python-caldav) sees what another one left.

usage: second_look.py BASE_URL USER PASSWORD CALENDAR SUMMARY...
"""
import sys

import caldav

base, user, password, name, *expected = sys.argv[1:]
with caldav.DAVClient(url=base, username=user, password=password) as client:
    calendars = [each for each in client.principal().calendars() if str(each.url).rstrip("/").endswith(name)]
    if len(calendars) != 1:
        sys.exit(f"expected one calendar {name}, found {len(calendars)}")
    found = sorted(str(event.icalendar_component.get("summary")) for event in calendars[0].events())
    if found != sorted(expected):
        sys.exit(f"expected {sorted(expected)}, found {found}")
    print(f"ok a second client sees {found}")
    calendars[0].delete()
