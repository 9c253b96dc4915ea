import assert from "node:assert/strict";
import { test } from "node:test";
import { isTaken, look } from "../../src/detection/content";

test("a spec has an entity at its top, however it is written", () => {
  for (const text of [
    "entity: Customer\nfields:\n",
    "# about\n---\nschema: crm\nentity: Customer\n",
    "entity:\n  name: Customer\n",
    '\uFEFF"entity": Customer\r\n',
    "'entity' : Customer",
    "entity:",
  ]) {
    assert.equal(look(text), "spec", JSON.stringify(text));
  }
});

test("what is only begun is as good as empty", () => {
  for (const text of ["", "\n\n", "# entity: no\n", "---\n", "ent", "  \n"]) {
    assert.equal(look(text), "empty", JSON.stringify(text));
  }
});

test("foreign YAML is something else", () => {
  for (const text of [
    "apiVersion: v1\nkind: Pod\nmetadata:\n  entity: x\n",
    "- entity: in a list\n",
    "services:\n  web:\n",
    "{entity: flow}",
    "entityId: 5\n",
    "# test spec\nentity: Customer\ntests:\n  crud: {}\n",
    "{{ template }}\n",
  ]) {
    assert.equal(look(text), "other", JSON.stringify(text));
  }
});

test("a very long file is told by its beginning and in no time", () => {
  assert.equal(look(`a: 1\n${"x: y\n".repeat(1e6)}`), "other");
  assert.equal(look("x".repeat(5e6)), "empty");
});

const found = { look: "spec", hasPath: false, isWorkspace: true, byContent: true } as const;

test("a path is enough for a spec, and for an empty file where there are other specs", () => {
  assert.equal(isTaken({ ...found, hasPath: true, isWorkspace: false }), "path");
  assert.equal(isTaken({ ...found, hasPath: true, look: "empty" }), "path");
  assert.equal(isTaken({ ...found, hasPath: true, look: "empty", isWorkspace: false }), undefined);
});

test("content counts only in a workspace of SpecQL, and if the user wants it", () => {
  assert.equal(isTaken(found), "content");
  assert.equal(isTaken({ ...found, isWorkspace: false }), undefined);
  assert.equal(isTaken({ ...found, byContent: false }), undefined);
});

test("foreign YAML is never taken", () => {
  for (const hasPath of [true, false]) {
    assert.equal(isTaken({ ...found, look: "other", hasPath }), undefined);
  }
});
