# Radicale, a server in Python that keeps its objects in folders.
prepare() { python_packages "$cache/radicale" radicale==3.9.0; }
version() { "$cache/radicale/bin/python" -c 'from importlib.metadata import version; print(version("radicale"))'; }
start() {
  printf 'alice:alicepw\n' >"$state/users"
  background "$cache/radicale/bin/python" -m radicale --config "" --server-hosts "127.0.0.1:$port" \
    --auth-type htpasswd --auth-htpasswd-filename "$state/users" --auth-htpasswd-encryption plain --auth-delay 0 \
    --storage-filesystem-folder "$state/objects"
  await "http://127.0.0.1:$port/"
  places=("http://127.0.0.1:$port/" "http://127.0.0.1:$port/.well-known/caldav" "http://127.0.0.1:$port/alice/")
}
