import assert from "node:assert/strict";
import { test } from "node:test";
import { foremost, piecesAt, specAt } from "../../src/preview/map";
import type { Piece, Range } from "../../src/shared/protocol";

function range(line: number, start: number, end: number, last = line): Range {
  return { start: { line, character: start }, end: { line: last, character: end } };
}

/** A table of the whole spec, in it a column of line 3 and an index of the same field's type. */
const MAP: Piece[] = [
  { sql: range(0, 0, 2, 4), spec: range(0, 0, 0, 9) },
  { sql: range(2, 4, 20), spec: range(3, 2, 20) },
  { sql: range(6, 0, 30), spec: range(3, 2, 20) },
  { sql: range(2, 9, 13), spec: range(3, 9, 13) },
];
const at = (line: number, character: number) => ({ line, character });

test("the smallest part of the spec around the cursor says what is marked", () => {
  assert.deepEqual(piecesAt(MAP, at(3, 10)), [3]);
  assert.deepEqual(piecesAt(MAP, at(3, 3)), [1, 2]);
});

test("behind the last letter the cursor still stands on what was typed", () => {
  assert.deepEqual(piecesAt(MAP, at(3, 20)), [1, 2]);
});

test("beside a field in its line the field is meant, not the whole spec", () => {
  assert.deepEqual(piecesAt(MAP, at(3, 40)), [1, 2, 3]);
});

test("elsewhere in the spec the whole table is meant", () => {
  assert.deepEqual(piecesAt(MAP, at(7, 0)), [0]);
});

test("outside of everything nothing is marked", () => {
  assert.deepEqual(piecesAt(MAP, at(20, 0)), []);
  assert.deepEqual(piecesAt([], at(0, 0)), []);
});

test("SQL leads to the smallest part that it comes from", () => {
  assert.deepEqual(specAt(MAP, at(2, 10)), range(3, 9, 13));
  assert.deepEqual(specAt(MAP, at(2, 5)), range(3, 2, 20));
  assert.deepEqual(specAt(MAP, at(1, 0)), range(0, 0, 0, 9));
});

test("beside a piece its line counts, and SQL of nothing leads nowhere", () => {
  assert.deepEqual(specAt(MAP, at(6, 50)), range(3, 2, 20));
  assert.equal(specAt(MAP, at(9, 0)), undefined);
});

test("of all that comes from a field, its column is looked at first", () => {
  const lines = [
    "CREATE TYPE a AS (",
    "    name text",
    ");",
    "",
    "CREATE TABLE b (",
    "    name text",
    ");",
  ];
  const [type, column] = [1, 5].map((line) => ({ sql: range(line, 4, 13), spec: range(3, 2, 9) }));
  assert.ok(type && column);
  assert.equal(foremost(lines, [type, column]), column);
  assert.equal(foremost(lines, [type]), type);
  assert.equal(foremost(lines, []), undefined);
});
