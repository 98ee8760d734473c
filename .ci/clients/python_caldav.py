"""python-caldav: discover, create, read, change, query, synchronize and delete; each answer is compared.

usage: python_caldav.py BASE_URL USER PASSWORD
"""
import sys
from datetime import datetime, timezone

import caldav
from caldav.lib import error

base, user, password = sys.argv[1:4]
UTC = timezone.utc
KEPT = "python-caldav-kept"


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected {expected!r}, found {found!r}")
    print("ok", what)


def calendar_of(*components):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//Clients//EN", *components, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def component(kind, uid, *lines):
    return "\r\n".join([f"BEGIN:{kind}", f"UID:{uid}", "DTSTAMP:20270101T000000Z", *lines, f"END:{kind}"])


def summaries(objects):
    return sorted(str(found.icalendar_component.get("summary")) for found in objects)


with caldav.DAVClient(url=base, username=user, password=password) as client:
    principal = client.principal()
    before = len(principal.calendars())
    calendar = principal.make_calendar(name="Probe", cal_id="python-caldav-probe")
    check("a calendar is made", len(principal.calendars()), before + 1)
    check("its name", calendar.get_display_name(), "Probe")
    components = calendar.get_supported_components()
    check("it takes events and to-dos", {"VEVENT", "VTODO"} <= set(components), True)

    weekly = calendar.save_event(calendar_of(component(
        "VEVENT", "weekly", "DTSTART:20270105T100000Z", "DTEND:20270105T110000Z", "SUMMARY:Réunion",
        "RRULE:FREQ=WEEKLY;COUNT=6", "CATEGORIES:WORK,TEAM")))
    calendar.save_event(calendar_of(
        component("VEVENT", "daily", "DTSTART:20270106T090000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=5",
                  "EXDATE:20270108T090000Z", "SUMMARY:Stand-up"),
        component("VEVENT", "daily", "RECURRENCE-ID:20270107T090000Z", "DTSTART:20270107T093000Z", "DURATION:PT30M",
                  "SUMMARY:Stand-up, late")))
    calendar.save_todo(calendar_of(component("VTODO", "report", "DUE:20270110T120000Z", "SUMMARY:Report")))
    calendar.save_event(calendar_of(component(
        "VEVENT", "holiday", "DTSTART;VALUE=DATE:20270120", "SUMMARY:Holiday")))

    check("the events", summaries(calendar.events()), ["Holiday", "Réunion", "Stand-up"])
    check("the to-dos", summaries(calendar.todos()), ["Report"])
    check("by UID", calendar.event_by_uid("weekly").icalendar_component["summary"], "Réunion")
    try:
        calendar.event_by_uid("nothing")
        sys.exit("by a UID that none has: found one")
    except error.NotFoundError:
        print("ok by a UID that none has")

    def window(first, last, **options):
        return calendar.search(start=datetime(2027, 1, first, tzinfo=UTC), end=datetime(2027, 1, last, tzinfo=UTC),
                               event=True, **options)

    check("in a window", summaries(window(12, 13)), ["Réunion"])
    check("in an empty window", summaries(window(30, 31)), [])
    expanded = window(5, 9, expand=True, server_expand=True)
    starts = sorted(start.strftime("%dT%H%M") for one in expanded
                    for start in (found["dtstart"].dt for found in one.icalendar_instance.walk("VEVENT")))
    check("expanded", starts, ["05T1000", "06T0900", "07T0930"])
    check("by text", summaries(calendar.search(event=True, summary="Stand")), ["Stand-up"])
    check("by a category", summaries(calendar.search(event=True, category="TEAM")), ["Réunion"])

    known = calendar.objects_by_sync_token(load_objects=True)
    check("all by sync-collection", len(list(known)), 4)
    weekly.data = weekly.data.replace("Réunion", "Réunion mensuelle")
    weekly.save()
    check("changed", summaries(window(12, 13)), ["Réunion mensuelle"])
    calendar.event_by_uid("holiday").delete()
    changed = calendar.objects_by_sync_token(sync_token=known.sync_token)
    check("what changed by sync-collection", len(list(changed)), 2)
    check("multiget", summaries(calendar.multiget([weekly.url])), ["Réunion mensuelle"])

    busy = calendar.freebusy_request(datetime(2027, 1, 5, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC))
    check("busy", "FREEBUSY" in busy.data and "20270105T100000Z/" in busy.data, True)
    calendar.set_properties([caldav.elements.dav.DisplayName("Probe & more")])
    check("renamed", calendar.get_property(caldav.elements.dav.DisplayName(), use_cached=False), "Probe & more")
    calendar.delete()
    check("the calendar is gone", len(principal.calendars()), before)

    kept = principal.make_calendar(name=KEPT, cal_id=KEPT)
    kept.save_event(calendar_of(component(
        "VEVENT", "kept", "DTSTART:20270105T100000Z", "DURATION:PT1H", "SUMMARY:kept by python-caldav")))
