"""Reads the configurations of editors that cannot be driven here, and starts the server as each of
them says: it has to come up, and to tell what is wrong in a spec that the editor calls YAML.

    python3 tests/editors/configurations.py     specql-lsp is on the PATH
"""

import fnmatch
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

try:
    import tomllib
except ImportError:  # before Python 3.11
    tomllib = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPEC = "entity: Bike\nfeilds: {}\n"
# What makes a folder a project: docs/getting-started.md.
MARKERS = {"specql.toml", "confiture.yaml", "registry/domain_registry.yaml", "entities"}


def read(path):
    return json.loads((ROOT / "editors" / path).read_text(encoding="utf-8"))


def only(found, known):
    """What a program passes over helps nobody."""
    assert set(found) <= known, sorted(set(found) - known)
    return found


def kate():
    (name,) = (servers := read("kate/settings.json")["servers"])
    server = only(
        servers[name],
        {"command", "rootIndicationFileNames", "highlightingModeRegex", "initializationOptions", "settings"},
    )
    assert re.search(server["highlightingModeRegex"], "YAML")
    assert set(server["rootIndicationFileNames"]) <= MARKERS
    return server["command"], "yaml"


def sublime():
    (name,) = (clients := read("sublime/LSP.sublime-settings")["clients"])
    client = only(clients[name], {"enabled", "command", "selector", "initializationOptions", "settings"})
    assert client["enabled"] and client["selector"] == "source.yaml"
    return client["command"], "yaml"


def jetbrains():
    template = only(
        read("jetbrains/specql/template.json"), {"id", "name", "programArgs", "fileTypeMappings"}
    )
    languages = {}
    for mapping in template["fileTypeMappings"]:
        kind = only(mapping["fileType"], {"name", "patterns"})
        languages.update(dict.fromkeys(kind["patterns"], mapping["languageId"]))
    assert languages["*.specql.yaml"] == "specql"
    (language,) = {language for pattern, language in languages.items() if fnmatch.fnmatch("bike.yaml", pattern)}
    return shlex.split(template["programArgs"]["default"]), language


def helix():
    file = ROOT / "editors/helix/languages.toml"
    settings = tomllib.loads(file.read_text(encoding="utf-8"))
    (language,) = settings["language"]
    (grammar,) = settings["grammar"]
    known = {"name", "scope", "language-id", "file-types", "roots", "comment-token", "indent"}
    only(language, known | {"language-servers", "grammar"})
    assert language["grammar"] == grammar["name"] == "specql"
    assert (ROOT / grammar["source"]["subpath"] / "src/parser.c").exists()
    assert set(language["roots"]) <= MARKERS
    (name,) = language["language-servers"]
    server = settings["language-server"][name]
    return [server["command"], *server["args"]], language["language-id"]


def zed():
    """It has the schema only; the settings stand in the docs."""
    page = (ROOT / "docs/getting-started.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    settings = json.loads(block)["lsp"]["yaml-language-server"]["settings"]["yaml"]
    assert list(settings["schemas"].values()) == [["entities/**/*.yaml"]]


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def until(self, wanted):
        """The first message that is wanted; those before it are passed over."""
        while True:
            length = 0
            while (line := self.process.stdout.readline()) != b"\r\n":
                assert line, "the server has ended"
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(self.process.stdout.read(length))
            if wanted(message):
                return message


def serve(command, language):
    server = Server(command)
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        path = root / "entities/bike.yaml"
        path.parent.mkdir()
        path.write_text(SPEC, encoding="utf-8")
        server.send("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}, 1)
        answer = server.until(lambda message: message.get("id") == 1)
        assert answer["result"]["serverInfo"]["name"] == "specql-lsp"
        server.send("initialized", {})
        document = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": SPEC}
        server.send("textDocument/didOpen", {"textDocument": document})
        server.until(lambda message: "unknown-key" in json.dumps(message.get("params", {})))
        server.send("shutdown", None, 2)
        server.until(lambda message: message.get("id") == 2)
        server.send("exit", None)
        server.process.stdin.close()
        assert server.process.wait(20) == 0


zed()
print("ok - Zed")
for configuration in [kate, sublime, jetbrains] + ([helix] if tomllib else []):
    serve(*configuration())
    print(f"ok - {configuration.__name__}")
if not tomllib:
    print("*** Helix' languages.toml: NOT READ, this Python is older than 3.11 ***", file=sys.stderr)
