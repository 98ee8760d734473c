# Xandikos, a server in Python that keeps its objects in a git repository. It knows no users: all are alice.
prepare() { python_packages "$cache/xandikos" xandikos==0.4.10; }
version() { "$cache/xandikos/bin/python" -c 'from importlib.metadata import version; print(version("xandikos"))'; }
start() {
  background env GIT_AUTHOR_NAME=alice GIT_AUTHOR_EMAIL=alice@example.com GIT_COMMITTER_NAME=alice \
    GIT_COMMITTER_EMAIL=alice@example.com "$cache/xandikos/bin/xandikos" serve --listen-address 127.0.0.1 \
    --port "$port" -d "$state/objects" --current-user-principal /alice/ --defaults
  await "http://127.0.0.1:$port/"
  places=("http://127.0.0.1:$port/" "http://127.0.0.1:$port/.well-known/caldav" "http://127.0.0.1:$port/alice/")
}
