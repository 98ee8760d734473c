# The reference server of this project.
prepare() { :; }
version() { "$CALDAV_CONFORMANCE" --version | cut -d' ' -f2; }
start() {
  background "$CALDAV_CONFORMANCE" serve --port "$port" --user alice:alicepw --quiet
  local base=http://127.0.0.1:$port
  await "$base/"
  places=("$base/" "$base/.well-known/caldav" "$base/principals/alice/" "$base/calendars/alice/")
}
