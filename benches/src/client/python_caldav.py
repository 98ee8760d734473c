"""python-caldav on answers from memory, led by the lines that come in.

`record STEP WAY` does a step on answers that are asked for: each request goes out as a message of HTTP, and its answer
comes in as one. `run STEP WAY PASSES` does it on the answers kept. Both end with a line that starts with `done`.
"""

import gc
import sys
import time
from copy import copy

from caldav import DAVClient
from niquests.structures import CaseInsensitiveDict

ADDRESS, USER, PASSWORD = sys.argv[1:]


class Answer:
    """What the client reads of an answer."""

    def __init__(self, status, headers, body):
        self.status_code = status
        self.reason = ""
        self.headers = headers
        self.content = body

    @property
    def text(self):
        return self.content.decode()


class Recorder:
    """Stands where the client has its session, and asks."""

    def __init__(self):
        self.exchanges = []

    def request(self, method, url, data=None, headers=None, auth=None, **_):
        body = data or b""
        lines = [f"{method} {url}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if name.lower() != "content-length"]
        lines += [f"Content-Length: {len(body)}", "", ""]
        sys.stdout.buffer.write("\n".join(lines).encode() + body)
        sys.stdout.buffer.flush()
        status = int(sys.stdin.buffer.readline())
        fields = CaseInsensitiveDict()
        while line := sys.stdin.buffer.readline().decode().rstrip("\n"):
            name, value = line.split(": ", 1)
            fields[name] = value
        answer = Answer(status, fields, sys.stdin.buffer.read(int(fields["Content-Length"])))
        self.exchanges.append(((method, url, body), answer))
        return answer


class Player:
    """Stands where the client has its session, and knows."""

    def __init__(self, exchanges):
        self.left = iter(exchanges)

    def request(self, method, url, data=None, headers=None, auth=None, **_):
        recorded, answer = next(self.left)
        assert (method, url, data or b"") == recorded, f"{method} {url} is not {recorded}"
        return answer


def client(session):
    made = DAVClient(url=ADDRESS, username=USER, password=PASSWORD, auth_type="basic", enable_rfc6764=False)
    made.session.close()
    made.session = session
    return made


def whole(client, way):
    """From the address to every object of the one calendar there."""
    (calendar,) = client.get_principal().get_calendars()
    if way == "get":
        found = calendar.get_objects_by_sync_token(load_objects=True, disable_fallback=True)
        return found, found.objects, []
    found = calendar.get_objects_by_sync_token(disable_fallback=True)
    return found, calendar.multiget([one.url for one in found]), []


def changes(known, way):
    """What changed in the calendar since then."""
    if way == "get":
        updated, removed = known.sync()
        return known, updated, removed
    calendar = known.calendar
    found = calendar.get_objects_by_sync_token(known.sync_token, disable_fallback=True)
    removed = found.deleted_urls
    there = [one.url for one in found if one.url.canonical() not in removed]
    return found, calendar.multiget(there), removed


def learned(objects, removed):
    octets = 0
    for one in objects:
        octets += len(one.raw_data.replace(b"\r", b""))
    return f"{len(objects)} {len(removed)} {octets}"


def step(name, way, session, known):
    """The step, to be done; what is not its work is done here."""
    if name == "whole":
        made = client(session)
        return lambda: whole(made, way)
    known = copy(known)
    known.calendar.client.session = session
    return lambda: changes(known, way)


def main():
    recordings, known = {}, {}
    while line := sys.stdin.buffer.readline().decode():
        command, name, way, *passes = line.split()
        if command == "record":
            session = Recorder()
            found, objects, removed = step(name, way, session, known.get(way))()
            recordings[name, way] = session.exchanges
            if name == "whole":
                known[way] = copy(found)
            print("done", learned(objects, removed), flush=True)
            continue
        seconds = 0.0
        for _ in range(int(passes[0])):
            session = Player(recordings[name, way])
            work = step(name, way, session, known.get(way))
            gc.collect()
            start = time.process_time()
            found, objects, removed = work()
            seconds += time.process_time() - start
            assert next(session.left, None) is None, "all was asked for"
        print("done", learned(objects, removed), seconds / int(passes[0]), flush=True)


main()
