import assert from "node:assert/strict";
import { test } from "node:test";
import { foremost, pieceAt, piecesAt, piecesOf } from "../../src/preview/map";
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
  assert.deepEqual(pieceAt(MAP, at(2, 10))?.spec, range(3, 9, 13));
  assert.deepEqual(pieceAt(MAP, at(2, 5))?.spec, range(3, 2, 20));
  assert.deepEqual(pieceAt(MAP, at(1, 0))?.spec, range(0, 0, 0, 9));
});

test("where one piece ends and the next begins, the next is meant", () => {
  const map = [
    { sql: range(1, 0, 0, 2), spec: range(5, 0, 3) },
    { sql: range(2, 0, 0, 3), spec: range(6, 0, 3) },
  ];
  assert.deepEqual(pieceAt(map, at(2, 0))?.spec, range(6, 0, 3));
  assert.deepEqual(pieceAt(map, at(3, 0))?.spec, range(6, 0, 3));
});

test("beside a piece its line counts, and SQL of nothing leads nowhere", () => {
  assert.deepEqual(pieceAt(MAP, at(6, 50))?.spec, range(3, 2, 20));
  assert.equal(pieceAt(MAP, at(9, 0))?.spec, undefined);
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

test("in a script of many specs each piece knows its own", () => {
  const places = { sql: range(0, 0, 5), spec: range(3, 0, 5) };
  const map = piecesOf({
    sql: "a\nb",
    files: ["file:///a.yaml", "file:///b.yaml"],
    map: [
      { ...places, file: 0 },
      { ...places, sql: range(1, 0, 5), file: 1 },
    ],
  });
  assert.deepEqual(piecesAt(map, at(3, 2), "file:///b.yaml"), [1]);
  assert.deepEqual(piecesAt(map, at(3, 2), "file:///c.yaml"), []);
  assert.equal(pieceAt(map, at(0, 1))?.uri, "file:///a.yaml");
});
