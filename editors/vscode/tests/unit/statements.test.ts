import assert from "node:assert/strict";
import { test } from "node:test";
import { statements, subject } from "../../src/trial/statements";

function texts(sql: string): string[] {
  return statements(sql).map(({ text }) => text);
}

test("a semicolon ends a statement, and comments before one are no part of it", () => {
  assert.deepEqual(texts("-- head; no\nSET a = 1;\n\n/* x; /* y; */ z; */ SELECT 2;\n"), [
    "SET a = 1;",
    "SELECT 2;",
  ]);
});

test("a semicolon in a text, a name, a comment or a body ends nothing", () => {
  const all = [
    "SELECT 'it''s; one';",
    `SELECT "a;""b";`,
    "SELECT E'\\';' || e'b';",
    "SELECT 1 -- one; two\n + 1;",
    "SELECT a$b; ",
    "CREATE FUNCTION f() AS $$ BEGIN; SELECT '$x$'; END $$;",
    "DO $body$ SELECT $$;$$; $body$;",
  ];
  assert.deepEqual(
    texts(all.join("\n")),
    all.map((text) => text.trim()),
  );
});

test("a statement knows where it stands", () => {
  const sql = "  -- é🚲\n  SELECT 1;\n\tSELECT 2;";
  for (const { text, start } of statements(sql)) {
    assert.equal(sql.slice(start, start + text.length), text);
  }
});

test("what ends too early is a statement up to its end", () => {
  for (const open of ["SELECT 1", "SELECT 'open; ", "DO $$ open; ", 'SELECT "open; ', "$"]) {
    assert.deepEqual(texts(`SET a = 1;\n${open}`), ["SET a = 1;", open.trimEnd()]);
  }
  assert.deepEqual(texts("/* open; "), []);
  assert.deepEqual(texts(" \n;\n"), []);
});

test("what a statement makes is told in two words", () => {
  assert.equal(subject("CREATE TABLE crm.tb_a (\n    x int\n);"), "TABLE crm.tb_a");
  assert.equal(subject("CREATE OR REPLACE FUNCTION s.f(a int) AS"), "FUNCTION s.f");
  assert.equal(subject("CREATE UNIQUE INDEX i ON a (b)"), "INDEX i");
  assert.equal(subject("CREATE EXTENSION IF NOT EXISTS ltree;"), "EXTENSION ltree");
  assert.equal(subject('ALTER TABLE ONLY "a b"."c(d" ADD x'), 'TABLE "a b"."c(d"');
  assert.equal(subject("SELECT 1"), "SELECT");
});
