"""Evolution Data Server: a calendar is opened, events are made, listed, changed and removed.

usage: HOME=$(mktemp -d) dbus-run-session -- /usr/bin/python3 evolution.py CALENDAR_URL USER PASSWORD
The calendar exists; the interpreter is the one that the packages of the distribution install their bindings for.
"""
import sys
import time
import urllib.parse

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, Gio, GLib, ICalGLib  # noqa: E402

url, user, password = sys.argv[1:4]
parts = urllib.parse.urlsplit(url)
registry = EDataServer.SourceRegistry.new_sync(None)
source = EDataServer.Source.new_with_uid("kept", None)
source.set_parent("caldav-stub")
source.set_display_name("kept")
source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("caldav")
authentication = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
authentication.set_host(parts.hostname)
authentication.set_port(parts.port)
authentication.set_user(user)
authentication.set_method("plain/password")
source.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_secure(False)
source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_resource_path(parts.path)
source.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
registry.commit_source_sync(source, None)
context = GLib.MainContext.default()


def wait(what, condition, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        while context.iteration(False):
            pass
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"{what}: nothing came in {seconds} s")


source = wait("the source", lambda: registry.ref_source("kept"))
credentials = EDataServer.NamedParameters.new()
credentials.set("username", user)
credentials.set("password", password)
source.connect("credentials-required", lambda *_: source.invoke_authenticate_sync(credentials, None))
calendar = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 1, None)
source.invoke_authenticate_sync(credentials, None)
connected = EDataServer.SourceConnectionStatus.CONNECTED
wait("the connection", lambda: source.get_connection_status() == connected and calendar.is_online())
if calendar.is_readonly():
    sys.exit("the calendar is read-only")
print("ok it is open, and can be written")


def event(uid, summary):
    return ICalGLib.Component.new_from_string(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20271001T090000Z\r\n"
        f"DTEND:20271001T100000Z\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n")


def summaries():
    return sorted(found.get_summary() for found in calendar.get_object_list_sync("#t", None)[1])


def expect(what, expected):
    wait(what, lambda: (calendar.refresh_sync(None), summaries() == expected)[1])
    print("ok", what)


def attempt(what, operation):
    """Evolution cancels what is under way when it opens the connection anew, as it may do once after the first one."""
    def succeeds():
        try:
            return operation() or True
        except GLib.Error as fault:
            if fault.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED):
                return None
            raise
    return wait(what, succeeds)


flags = ECal.OperationFlags.NONE
attempt("create", lambda: calendar.create_object_sync(event("evolution-1", "one"), flags, None))
attempt("create", lambda: calendar.create_object_sync(event("evolution-2", "two"), flags, None))
expect("made", ["one", "two"])
found, component = calendar.get_object_sync("evolution-1", None, None)
component.set_summary("kept by Evolution")
calendar.modify_object_sync(component, ECal.ObjModType.THIS, flags, None)
expect("changed", ["kept by Evolution", "two"])
calendar.remove_object_sync("evolution-2", None, ECal.ObjModType.ALL, flags, None)
expect("removed", ["kept by Evolution"])
source.remove_sync(None)
