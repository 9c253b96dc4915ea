import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, tokens } from "../../src/preview/highlight";

function shown(sql: string): string {
  return tokens(sql)
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => `${kind} ${text}`)
    .join("\n");
}

test("words are told by what they are", () => {
  assert.equal(
    shown("CREATE TABLE crm.tb_a (name text NOT NULL DEFAULT 'it''s', n integer); -- end"),
    [
      "keyword CREATE",
      "keyword TABLE",
      "type text",
      "keyword NOT",
      "keyword NULL",
      "keyword DEFAULT",
      "string 'it''s'",
      "type integer",
      "comment -- end",
    ].join("\n"),
  );
});

test("the body of a function is SQL between its dollars", () => {
  assert.equal(
    shown("AS $body$ BEGIN x := f($1, 2); END $body$"),
    [
      "keyword AS",
      "string $body$",
      "keyword BEGIN",
      "operator :=",
      "function f",
      "variable $1",
      "number 2",
      "keyword END",
      "string $body$",
    ].join("\n"),
  );
});

test("quoted names are no keywords", () => {
  assert.equal(shown('"select"'), "");
});

test("together the tokens are the text, also of one that ends too early", () => {
  for (const sql of ["SELECT 'open", '"open', "/* open\nx", "a $$ b", "", "é 🚲 \0 x"]) {
    assert.equal(
      tokens(sql)
        .map(({ text }) => text)
        .join(""),
      sql,
    );
    assert.equal(
      lines(sql)
        .map((line) => line.map(({ text }) => text).join(""))
        .join("\n"),
      sql,
    );
  }
});
