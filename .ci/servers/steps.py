"""The steps of one server: two folders and a server brought in step by `sync`, each result compared.

usage: steps.py --server NAME --version V --folder F --tools T --results R PLACE…
The first place is where the folders are synchronized with; from each of them the calendars must be found.
"""
import argparse
import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import caldav

arguments = argparse.ArgumentParser()
for name in ["server", "version", "folder", "tools", "results"]:
    arguments.add_argument("--" + name, required=True)
arguments.add_argument("places", nargs="+")
arguments = arguments.parse_args()
program = os.environ["CALDAV_CONFORMANCE"]
base = arguments.places[0]
top = pathlib.Path(arguments.folder) / "folders"
tools = pathlib.Path(arguments.tools)
MANY = int(os.environ.get("CALDAV_MANY", "2000"))
result = {"server": arguments.server, "version": arguments.version, "many": MANY}


def check(what, found, expected=True):
    if found != expected:
        sys.exit(f"{arguments.server}: {what}: expected {expected!r}, found {found!r}")
    print("ok", what)


class Run:
    """What a run of `sync` told."""

    def __init__(self, folder, *more, place=base):
        command = [program, "sync", place, str(folder), "--user", "alice", "--password-env", "CALDAV_PASSWORD",
                   "--format", "json", *more]
        before = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
        self.seconds = time.monotonic() - before
        self.status = done.returncode
        self.errors = done.stderr
        self.lines = [json.loads(line) for line in done.stdout.splitlines()]
        summaries = [line for line in self.lines if line.get("action") == "summary"]
        self.summary = summaries[-1] if summaries else {}

    def __repr__(self):
        told = [line for line in self.lines if line.get("file") or line.get("message")]
        return f"status {self.status}, {self.summary.get('counts')}, {told[:12]}, {self.errors[-800:]}"

    def of(self, *actions):
        return [line for line in self.lines if line.get("action") in actions]

    @property
    def requests(self):
        return self.summary["requests"]


def sync(what, folder, *more, status=0, place=base):
    run = Run(folder, *more, place=place)
    if run.status != status:
        sys.exit(f"{arguments.server}: {what}: expected the status {status}, found {run!r}")
    return run


def nothing_new(what, folder):
    run = sync(what, folder)
    changed = {action: count for action, count in run.summary["counts"].items() if count}
    check(f"{what}: nothing is done", changed, {})
    check(f"{what}: at most a request a calendar and one ({run.requests})",
          run.requests <= run.summary["calendars"] + 1)
    return run


def escaped(text):
    return text.replace(",", "\\,")


def event(uid, summary, day=1):
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp.//Servers//EN", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20270101T000000Z", f"DTSTART:202701{day:02}T090000Z", f"DTEND:202701{day:02}T100000Z",
        f"SUMMARY:{escaped(summary)}", "END:VEVENT", "END:VCALENDAR", ""])


def files(folder, calendar):
    """The files of calendar objects, as those see them who read such folders."""
    names = (top / folder / calendar).glob("*.ics")
    return {path.name: path.read_text(encoding="utf-8") for path in names if not path.name.startswith(".")}


def found(folder, calendar):
    """By UID, what is in a folder; an object that is there twice is a fault."""
    events = {}
    for text in files(folder, calendar).values():
        lines = dict(line.split(":", 1) for line in text.splitlines() if line.startswith(("UID:", "SUMMARY:")))
        if lines["UID"] in events:
            sys.exit(f"{arguments.server}: {lines['UID']} is in {folder}/{calendar} twice")
        events[lines["UID"]] = lines["SUMMARY"].replace("\\,", ",")
    return events


def file_of(folder, calendar, uid):
    [name] = [name for name, text in files(folder, calendar).items() if f"UID:{uid}\n" in text.replace("\r", "")]
    return top / folder / calendar / name


def write(folder, calendar, uid, summary, day=1):
    path = top / folder / calendar
    path.mkdir(parents=True, exist_ok=True)
    (path / f"{uid}.ics").write_bytes(event(uid, summary, day).encode())


def change(folder, calendar, uid, summary):
    path = file_of(folder, calendar, uid)
    text = path.read_bytes().decode()
    path.write_bytes(re.sub(r"SUMMARY:[^\r\n]*", lambda _: f"SUMMARY:{escaped(summary)}", text).encode())


def same(what, calendar, expected):
    for folder in ["one", "two"]:
        check(f"{what}, folder {folder}", found(folder, calendar), expected)


def rounds():
    """Both folders, until each has seen what the other did."""
    for folder in ["one", "two", "one"]:
        sync(f"folder {folder}", top / folder)


# How it is found.
result["found"] = []
for number, place in enumerate(arguments.places):
    run = sync(f"from {place}", top / f"look-{number}", "--dry-run", place=place)
    account = [line for line in run.lines if line.get("action") == "account"]
    check(f"found from {place}", len(account), 1)
    result["found"].append({"place": place, "requests": run.requests})
    result["account"] = account[0]
    check("a dry run writes nothing", (top / f"look-{number}").exists(), False)

# A folder goes up, another comes down.
for day in range(1, 9):
    write("one", "kept", f"event-{day}", f"Event {day}", day)
(top / "one/kept/displayname").write_text("Kept by sync")
(top / "one/kept/color").write_text("#FF8800")
everything = {f"event-{day}": f"Event {day}" for day in range(1, 9)}
run = sync("a folder goes up", top / "one")
check("a calendar is made", len(run.of("calendar-created-there")), 1)
check("its objects are made", len(run.of("created-there")), 8)
result["up"] = run.requests
run = sync("a second folder comes down", top / "two")
result["down"] = run.requests
same("what went up comes down", "kept", everything)
check("its name", (top / "two/kept/displayname").read_text().strip(), "Kept by sync")
check("its colour", (top / "two/kept/color").read_text().strip().upper(), "#FF8800")

# Nothing new.
sync("what the server made of it", top / "one")
result["nothing"] = max(nothing_new(f"folder {folder}", top / folder).requests for folder in ["one", "two"])
result["calendars"] = run.summary["calendars"]
state = json.loads((top / "one/.caldav-conformance/kept.calendar.json").read_text())
result["by"] = "sync-collection" if state["sync"]["sync_token"] else "comparison of tags"

# A change on each side, within one second of each other.
change("one", "kept", "event-1", "Changed by one")
change("two", "kept", "event-2", "Changed by two")
rounds()
everything.update({"event-1": "Changed by one", "event-2": "Changed by two"})
same("both changed", "kept", everything)

# The same object is changed on both sides.
change("one", "kept", "event-3", "Third of one")
change("two", "kept", "event-3", "Third of two")
sync("the first change", top / "one")
run = sync("the second change", top / "two", status=1)
[conflict] = run.of("conflict")
check("what was here is kept", "SUMMARY:Third of two" in (top / "two/kept" / conflict["kept"]).read_text())
everything["event-3"] = "Third of one"
same("the server's version has the name", "kept", everything)
nothing_new("a conflict is told once", top / "two")
(top / "two/kept" / conflict["kept"]).unlink()

# Deleted on one side, deleted on the other.
file_of("one", "kept", "event-4").unlink()
file_of("two", "kept", "event-5").unlink()
rounds()
del everything["event-4"], everything["event-5"]
same("both deleted", "kept", everything)

# Deleted here, changed there; changed here, deleted there.
file_of("two", "kept", "event-6").unlink()
change("one", "kept", "event-6", "Sixth, changed")
sync("the change", top / "one")
run = sync("the deletion of what was changed", top / "two", status=1)
everything["event-6"] = "Sixth, changed"
same("what was changed comes back", "kept", everything)
file_of("one", "kept", "event-7").unlink()
change("two", "kept", "event-7", "Seventh, changed")
sync("the deletion", top / "one")
run = sync("the change of what was deleted", top / "two", status=1)
[conflict] = run.of("conflict")
check("what was changed is kept", "SUMMARY:Seventh\\, changed" in (top / "two/kept" / conflict["kept"]).read_text())
(top / "two/kept" / conflict["kept"]).unlink()
del everything["event-7"]
same("what was deleted is gone", "kept", everything)

# Another name.
old = file_of("one", "kept", "event-8")
old.rename(old.with_name("another name.ics"))
run = sync("another name", top / "one")
result["rename"] = "MOVE" if run.of("moved-there") else "the name stays there"
rounds()
same("another name", "kept", everything)
result["renamed"] = sorted([file_of("one", "kept", "event-8").name, file_of("two", "kept", "event-8").name])
nothing_new("another name, once", top / "one")

# What the server refuses is told, and the others go on.
write("one", "kept", "event-9", "Ninth", 9)
(top / "one/kept/broken.ics").write_bytes(event("broken", "Broken").replace("UID:broken\r\n", "").encode())
run = Run(top / "one")
result["broken"] = "refused" if run.of("refused") else "taken"
check("an object without a UID is told or taken", run.status, 1 if result["broken"] == "refused" else 0)
check("the other one is made", [line["file"] for line in run.of("created-there") if "broken" not in line["file"]],
      ["event-9.ics"])
(top / "one/kept/broken.ics").unlink()
sync("without it", top / "one")
everything["event-9"] = "Ninth"
rounds()
same("after a refusal", "kept", everything)

# A new calendar from the other side.
write("two", "more", "more-1", "More")
sync("a new calendar goes up", top / "two")
sync("a new calendar comes down", top / "one")
same("a new calendar", "more", {"more-1": "More"})

# Another name and another colour.
(top / "two/more/displayname").write_text("Möre")
(top / "two/more/color").write_text("#0088FF")
run = sync("another name and colour go up", top / "two")
check("both are told", len(run.of("calendar-updated-there")), 2)
sync("another name and colour come down", top / "one")
check("the name is there", (top / "one/more/displayname").read_text().strip(), "Möre")
check("the colour is there", (top / "one/more/color").read_text().strip().upper(), "#0088FF")

# Both at once.
both = {"more-1": "More"}
for folder in ["one", "two"]:
    for number in range(8):
        write(folder, "more", f"{folder}-{number}", f"Of {folder}")
        both[f"{folder}-{number}"] = f"Of {folder}"
at_once = [
    subprocess.Popen([program, "sync", base, str(top / folder), "--user", "alice", "--password-env", "CALDAV_PASSWORD"],
                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for folder in ["one", "two"]]
for process in at_once:
    told = process.communicate()[0]
    check(f"two at once {told if process.returncode else ''}", process.returncode, 0)
rounds()
same("two at once", "more", both)

# Many.
for number in range(MANY):
    write("one", "many", f"many-{number}", f"One of many {number}", number % 28 + 1)
many = {f"many-{number}": f"One of many {number}" for number in range(MANY)}
run = sync("many go up", top / "one")
result["many_up"] = {"requests": run.requests, "seconds": round(run.seconds, 2)}
print(f"   {run.requests} requests, {run.seconds:.1f} s")
run = sync("many come down", top / "two")
result["many_down"] = {"requests": run.requests, "seconds": round(run.seconds, 2)}
print(f"   {run.requests} requests, {run.seconds:.1f} s")
same("many", "many", many)
sync("what the server made of many", top / "one")
result["many_nothing"] = nothing_new("nothing new among many", top / "two").requests
write("two", "many", "many-more", "One more")
rounds()
many["many-more"] = "One more"
same("one among many", "many", many)

# A run that is cut off on its way up, and one on its way down: the next one goes on.
cut = {f"cut-{number}": f"Cut {number}" for number in range(300)}
for uid, summary in cut.items():
    write("two", "cut", uid, summary)
journal = top / "two" / ".caldav-conformance" / "cut.calendar.journal"
for folder in ["two", "one"]:
    process = subprocess.Popen(
        [program, "sync", base, str(top / folder), "--user", "alice", "--password-env", "CALDAV_PASSWORD"],
        stdout=subprocess.DEVNULL)
    while process.poll() is None:
        # What the server has taken is noted there.
        is_half = folder == "two" and journal.exists() and journal.read_bytes().count(b"\n") > 50
        if is_half or folder == "one" and len(files("one", "cut")) > 50:
            process.kill()
        time.sleep(0.001)
    run = sync(f"after folder {folder} was cut off", top / folder)
    check(f"folder {folder} was cut off", process.returncode, -signal.SIGKILL)
    print(f"   what was left: {len(run.of('created-here', 'created-there'))} of 300")
rounds()
same("cut off", "cut", cut)
nothing_new("after that", top / "one")

# Others read the folder that was written.
config = pathlib.Path(arguments.folder) / "khal.conf"
config.write_text(f"""[calendars]
[[kept]]
path = {top}/one/kept/
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC
[sqlite]
path = {arguments.folder}/khal.db
[default]
default_calendar = kept
""")
listed = subprocess.run([tools / "khal/bin/khal", "-c", config, "list", "--format", "{title}", "--day-format", "",
                         "2027-01-01", "31d"], capture_output=True, text=True)
titles = sorted(line for line in listed.stdout.splitlines() if line.strip())
check("khal reads the folder", titles, sorted(everything.values()))
config = pathlib.Path(arguments.folder) / "vdirsyncer.conf"
config.write_text(f"""[general]
status_path = "{arguments.folder}/vdirsyncer-status/"
[pair folders]
a = "ours"
b = "theirs"
collections = ["kept", "more"]
metadata = ["displayname", "color"]
[storage ours]
type = "filesystem"
path = "{top}/one/"
fileext = ".ics"
[storage theirs]
type = "filesystem"
path = "{top}/three/"
fileext = ".ics"
""")
for command in ["discover", "sync", "metasync"]:
    done = subprocess.run([tools / "python/bin/vdirsyncer", "-c", config, command], input="y\ny\ny\ny\n",
                          capture_output=True, text=True)
    check(f"vdirsyncer {command}", (done.returncode, "error" in done.stderr.lower()), (0, False))
check("vdirsyncer reads the folder", found("three", "kept"), everything)
check("and its name", (top / "three/kept/displayname").read_text().strip(), "Kept by sync")
change("three", "kept", "event-9", "Ninth, by way of vdirsyncer")
subprocess.run([tools / "python/bin/vdirsyncer", "-c", config, "sync"], capture_output=True, check=True)
rounds()
everything["event-9"] = "Ninth, by way of vdirsyncer"
same("what vdirsyncer wrote", "kept", everything)
# It begins at an address of the user, for it does not look at /.well-known.
with caldav.DAVClient(url=arguments.places[-1], username="alice", password="alicepw") as client:
    calendars = {str(calendar.url).rstrip("/").rsplit("/", 1)[-1]: calendar
                 for calendar in client.principal().calendars()}
    kept = calendars["kept"]
    check("python-caldav sees what went up", sorted(str(one.icalendar_component["summary"]) for one in kept.events()),
          sorted(everything.values()))
    check("and its name", kept.get_display_name(), "Kept by sync")
    home = str(kept.url).rstrip("/").rsplit("/", 1)[0]


    calendars["more"].delete()
run = sync("a calendar that is gone on the server", top / "one")
check("is told", [line["calendar"] for line in run.of("calendar-gone")], ["more"])
check("its folder stays", found("one", "more"), both)


# What the server does by itself, for the table.
def ask(method, path, body=None, **fields):
    request = urllib.request.Request(f"{home}/{path}", method=method, data=body and body.encode())
    request.add_header("Authorization", "Basic " + base64.b64encode(b"alice:alicepw").decode())
    if body:
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
    for name, value in fields.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("ETag"), answer.read().decode(errors="replace")


traits = []
put = ask("PUT", "kept/trait.ics", event("trait", "Trait"))
if not put[1]:
    traits.append("no ETag after PUT")
if ask("GET", "kept/trait.ics")[2].replace("\r", "") != event("trait", "Trait").replace("\r", ""):
    traits.append("objects are written anew" + (", with an ETag all the same" if put[1] else ""))
if ask("PUT", "kept/trait.ics", event("trait", "Trait 2"), If_None_Match="*")[0] < 300:
    traits.append("`If-None-Match: *` is ignored")
if ask("PUT", "kept/trait.ics", event("trait", "Trait 3"), If_Match='"other"')[0] < 300:
    traits.append("`If-Match` of PUT is ignored")
status = ask("MOVE", "kept/trait.ics", Destination=f"{home}/kept/moved.ics")[0]
if status >= 300:
    traits.append(f"MOVE within a calendar is refused ({status})")
elif ask("GET", "kept/moved.ics")[0] != 200:
    lost = ask("GET", "kept/trait.ics")[0] != 200
    traits.append("MOVE destroys an object that is named by its UID" if lost else "MOVE chooses the name")
ask("DELETE", "kept/moved.ics"), ask("DELETE", "kept/trait.ics")
ask("PUT", "kept/gone.ics", event("gone", "Gone"))
if ask("DELETE", "kept/gone.ics", If_Match='"other"')[0] < 300:
    traits.append("`If-Match` of DELETE is ignored")
ask("DELETE", "kept/gone.ics")
if result["broken"] == "taken":
    traits.append("an object without a UID is taken")
result["traits"] = traits

results = pathlib.Path(arguments.results)
results.mkdir(parents=True, exist_ok=True)
(results / f"{arguments.server}.json").write_text(json.dumps(result, indent=1))
shutil.rmtree(top)
