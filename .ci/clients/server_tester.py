"""Judges the report of caldav-server-tester: every verdict is `full`, or is explained here.

usage: server_tester.py REPORT.txt      (--format text --verbose)
"""
import re
import sys

# What a server of the specifications cannot be, or what the question itself is at odds with them.
EXPLAINED = {
    "create-calendar.auto": "a calendar that is not there is not made by looking at it: 404 (RFC 4918 section 9.1)",
    "get-current-user-principal.has-calendar": "a fact, no verdict: the user has a calendar",
    "principal-search": "follows from the two below",
    "principal-search.by-name.self": "the request has the wanted properties beside an empty DAV:prop (RFC 3744 "
    "section 9.4: in it), so the principal is found and nothing of it is told",
    "principal-search.list-all": "the request has no DAV:property-search (RFC 3744 section 9.4: at least one): 400",
    "scheduling": "automatic scheduling (RFC 6638) is none of what the server offers",
    "search.text.comp-type-optional": "a CALDAV:prop-filter of VCALENDAR asks its own properties (RFC 4791 section 9.7.2)",
    "search.time-range.comp-type-optional": "a CALDAV:time-range of VCALENDAR is no valid filter (RFC 4791 section 9.9)",
    "url.encode-at.identity": "'@' and '%40' are one address (RFC 3986 section 6.2.2.2): no second object at the other",
    "url.encode-at.literal.principal": "not asked: no principal has an '@' in its address",
    "well-known": "not asked on the loopback interface",
}

text = open(sys.argv[1], encoding="utf-8").read()
verdicts = dict(re.findall(r"^## (\S+)\nFeature support level found: (\S+)", text, re.M))
full = [name for name, verdict in verdicts.items() if verdict == "full"]
other = {name: verdict for name, verdict in verdicts.items() if verdict != "full"}
wrong = [f"{name}: {verdict}" for name, verdict in sorted(other.items()) if name not in EXPLAINED]
if wrong or len(full) < 80:
    sys.exit("\n".join([f"{len(full)} are full", *wrong]))
for name, verdict in sorted(other.items()):
    print(f"{name} is {verdict}: {EXPLAINED[name]}")
print(f"ok {len(full)} are full")
