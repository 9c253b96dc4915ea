// The JSON schema of specs in the hands of the YAML language server: it says nothing against
// good specs, it sees what is misspelt, and it offers what may stand there.
//   SCHEMA_0_8=file:///... SCHEMA_NEXT=file:///... YAML_SERVER=/path/to/bin node --test test.mjs

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { start } from "./client.mjs";

const { SCHEMA_0_8, SCHEMA_NEXT, YAML_SERVER } = process.env;
const examples = join(import.meta.dirname, "../../examples");

/** A text that names its schema, as people write it. Its lines move down by one. */
const by = (schema, text) => `# yaml-language-server: $schema=${schema}\n${text}`;

async function served(ask) {
  const server = await start(YAML_SERVER);
  try {
    return await ask(server);
  } finally {
    await server.stop();
  }
}

for (const [workspace, schema] of [
  ["shop", SCHEMA_0_8],
  ["shop", SCHEMA_NEXT],
  ["next", SCHEMA_NEXT],
]) {
  test(`nothing is said against ${workspace}, read with ${schema.split("/").pop()}`, () =>
    served(async (server) => {
      const folder = join(examples, workspace, "entities");
      const specs = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".yaml"));
      assert.notEqual(specs.length, 0);
      for (const spec of specs) {
        const path = join(folder, spec);
        const text = by(schema, readFileSync(path, "utf8"));
        const told = await server.diagnostics(pathToFileURL(path).href, text);
        assert.deepEqual(told, [], spec);
      }
    }));
}

const MISSPELT = `entity: Bicycle
feilds:
  frame: text
  wheels: wheel_kind
  colour:
    type: text
    nulable: false
actions:
  - name: sell_bicycle
    steps:
      - valdate: frame = 'new'
      - foreach: wheels as wheel
`;

const UNFINISHED = `entity: Bicycle
fields:
  frame:
  wheels: integer
  colour: enum(red,
actions:
  - name: sell_bicycle
    steps:
      - validate:
`;

test("what is not written yet is no mistake", () =>
  served(async (server) => {
    const told = await server.diagnostics("file:///unfinished.yaml", by(SCHEMA_0_8, UNFINISHED));
    assert.deepEqual(told, []);
  }));

test("what is misspelt is told", () =>
  served(async (server) => {
    const told = await server.diagnostics("file:///misspelt.yaml", by(SCHEMA_0_8, MISSPELT));
    assert.deepEqual(told, [
      "12: Property valdate is not allowed.",
      "13: Property foreach is not allowed.",
    ]);
  }));

const offered = {
  "keys of a spec": ["entity: Bicycle\nfie$0\n", ["fields", "actions", "schema"]],
  "types": ["entity: Bicycle\nfields:\n  frame: $0\n", ["text", "integer", "email", "money", "ref(...)"]],
  "kinds of steps": [
    "entity: Bicycle\nactions:\n  - name: sell_bicycle\n    steps:\n      - $0\n",
    ["validate", "if", "insert", "update", "call"],
  ],
};

for (const [what, [marked, wanted]] of Object.entries(offered)) {
  test(`${what} are offered`, () =>
    served(async (server) => {
      const labels = await server.completion("file:///offered.yaml", by(SCHEMA_0_8, marked));
      assert.deepEqual(wanted.filter((label) => !labels.includes(label)), []);
    }));
}

test("what is no type is not offered as one", () =>
  served(async (server) => {
    const text = by(SCHEMA_0_8, "entity: Bicycle\nfields:\n  frame: $0\n");
    const labels = await server.completion("file:///types.yaml", text);
    assert.deepEqual(labels.filter((label) => ["true", "false", "null"].includes(label)), []);
  }));

test("what 0.8.7 passes over is offered for the next target only", async () => {
  const keys = (schema) =>
    served((server) =>
      server.completion("file:///planned.yaml", by(schema, "entity: Bicycle\n$0\n")),
    );
  assert.equal((await keys(SCHEMA_0_8)).includes("events"), false);
  assert.equal((await keys(SCHEMA_NEXT)).includes("events"), true);
});

test("a key says what it is for", () =>
  served(async (server) => {
    const text = by(SCHEMA_0_8, "entity: Bicycle\nfi$0elds:\n  frame: text\n");
    const said = await server.hover("file:///hover.yaml", text);
    assert.match(said, /one name and one type a line/);
  }));
