"""The results of the servers as a table.

usage: table.py FOLDER
"""
import json
import pathlib
import sys

ORDER = ["radicale", "xandikos", "cyrus", "davical", "sogo", "serve"]
NAMES = {"davical": "DAViCal", "sogo": "SOGo", "serve": "`serve`"}
results = [json.loads(path.read_text()) for path in pathlib.Path(sys.argv[1]).glob("*.json")]
results.sort(key=lambda result: ORDER.index(result["server"]))


def place(url):
    return "/" + url.split("/", 3)[3]


def requests(one):
    return f"{one['requests']:,} ({one['seconds']:.0f} s)"


TITLES = ["server", "found from (requests)", "profile, quirks", "in step by", "8 up, 8 down", "nothing new (calendars)",
          "many up", "many down", "what it does by itself"]
print("|", " | ".join(TITLES), "|")
print("|---" * len(TITLES) + "|")
for result in results:
    account = result["account"]
    found = ", ".join(f"`{place(one['place'])}` ({one['requests']})" for one in result["found"])
    quirks = ", ".join([f"`{account['profile']}`"] * bool(account.get("profile"))
                       + [f"`{quirk}`" for quirk in account.get("quirks", [])])
    print("|", " | ".join([
        f"{NAMES.get(result['server'], result['server'].title())} {result['version']}", found, quirks or "none",
        result["by"], f"{result['up']}, {result['down']}",
        f"{result['nothing']} ({result['calendars']})",
        requests(result["many_up"]), requests(result["many_down"]), "; ".join(result["traits"]) or "nothing"]), "|")
