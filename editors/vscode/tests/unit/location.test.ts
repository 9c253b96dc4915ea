import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { candidates, explanation, findServer, type Surroundings } from "../../src/server/location";

const bundled = join("/ext", "server", "specql-lsp");
const onPath = join("/usr/bin", "specql-lsp");

function around(programs: Record<string, string | Error>, setting = ""): Surroundings {
  return {
    setting,
    extension: "/ext",
    platform: "linux",
    searchPath: ["", "/bin", "/usr/bin"].join(delimiter),
    exists: (path) => path in programs,
    version: async (path) => {
      const said = programs[path] ?? Object.assign(new Error("spawn"), { code: "ENOENT" });
      if (said instanceof Error) throw said;
      return said;
    },
  };
}

test("the bundled server goes before one on PATH", async () => {
  const found = await findServer(
    around({ [bundled]: "specql-lsp 0.1.0\n", [onPath]: "specql-lsp 9.9.9\n" }),
  );
  assert.deepEqual(found, { path: bundled, origin: "bundled", version: "0.1.0" });
});

test("one on PATH does where none is bundled, or the bundled one does not run", async () => {
  const path = { path: onPath, origin: "PATH", version: "0.2.0" };
  assert.deepEqual(await findServer(around({ [onPath]: "specql-lsp 0.2.0" })), path);
  const broken = { [bundled]: new Error("cannot execute"), [onPath]: "specql-lsp 0.2.0" };
  assert.deepEqual(await findServer(around(broken)), path);
});

test("a path that is set stands alone, and ~ is the home folder", async () => {
  const programs = { [bundled]: "specql-lsp 0.1.0" };
  const missing = await findServer(around(programs, "/opt/none"));
  assert.ok("tried" in missing);
  assert.match(explanation(missing), /\/opt\/none, which specql.server.path names.*no such file/);
  const [home] = candidates(around(programs, "~/bin/specql-lsp"));
  assert.ok(home && !home.path.includes("~") && home.path.endsWith("bin/specql-lsp"));
});

test("another program of that name is no server", async () => {
  const missing = await findServer(around({ [onPath]: "hello" }));
  assert.ok("tried" in missing);
  assert.match(explanation(missing), /another program/);
});

test("where there is none at all, that is said", async () => {
  const missing = await findServer(around({}));
  assert.ok("tried" in missing);
  assert.match(explanation(missing), /not found/);
});

test("Windows has its own name for it", () => {
  const path = join("/ext", "server", "specql-lsp.exe");
  const [first] = candidates({ ...around({ [path]: "" }), platform: "win32" });
  assert.equal(first?.path, path);
});
