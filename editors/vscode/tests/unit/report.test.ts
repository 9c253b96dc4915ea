import assert from "node:assert/strict";
import { test } from "node:test";
import type { Piece } from "../../src/shared/protocol";
import type { Outcome, Refusal } from "../../src/trial/messages";
import { report } from "../../src/trial/report";

const COUNTS = { tables: 1, views: 0, functions: 2, triggers: 0, policies: 2 };
const SQL = "CREATE TABLE s.a (\n    b bad\n);\nCREATE INDEX i ON s.a (b);\n";

function outcome(...refusals: Refusal[]): Outcome {
  return { version: "18.6", statements: 4, refusals, counts: COUNTS };
}

function refused(start: number, more: Partial<Refusal>): Refusal {
  return { start, end: start + 5, code: "42000", message: "no", subject: "TABLE s.a", ...more };
}

function piece(line: number, start: number, end: number, spec: number): Piece {
  const range = (line: number, start: number, end: number) => ({
    start: { line, character: start },
    end: { line, character: end },
  });
  return { sql: range(line, start, end), spec: range(spec, 2, 9), uri: "file:///a.yaml" };
}

test("what is taken is counted", () => {
  const { sentence, problems } = report(outcome(), SQL, [], 1.26);
  assert.equal(sentence, "PostgreSQL 18.6 takes it: 1 table, 2 functions, 2 policies, in 1.3 s.");
  assert.deepEqual(problems, []);
});

test("what is left out of the SQL is told as well", () => {
  const { sentence } = report(outcome(), `-- Left out: a\n-- Left out of B: c\n${SQL}`, [], 1);
  assert.ok(sentence.endsWith(" 2 things could not be made and are left out."), sentence);
});

test("a refusal has its place in the spec: where the mistake is, or where its statement begins", () => {
  const map = [piece(1, 4, 9, 7), piece(3, 0, 26, 8)];
  const at = SQL.indexOf("bad");
  const type = refused(0, { at, message: 'type "bad" does not exist', hint: "Other" });
  const index = refused(SQL.indexOf("CREATE INDEX"), { subject: "INDEX i" });
  const { sentence, problems } = report(outcome(type, index), SQL, map, 1);
  assert.equal(sentence, "PostgreSQL 18.6 refuses 2 of 4 statements, in 1.0 s.");
  assert.deepEqual(
    problems.map(({ message, place }) => [message, place?.range.start.line, place?.uri]),
    [
      ['TABLE s.a: type "bad" does not exist\nOther', 7, "file:///a.yaml"],
      ["INDEX i: no", 8, "file:///a.yaml"],
    ],
  );
});

test("what comes from no spec has no place", () => {
  const [problem] = report(outcome(refused(0, {})), SQL, [], 1).problems;
  assert.equal(problem?.place, undefined);
});

test("what misses something that was refused is no problem of its own", () => {
  const message = 'relation "s.a" does not exist';
  const { sentence, problems } = report(
    outcome(refused(0, {}), refused(40, { code: "42P01", message, subject: "INDEX i" })),
    SQL,
    [],
    1,
  );
  assert.equal(problems.length, 1);
  assert.ok(sentence.includes("refuses 2 of 4 statements"), sentence);
  assert.ok(sentence.endsWith("1 refusal follows from others."), sentence);
});

test("an extension that only this database lacks is nothing that is wrong", () => {
  const missing = refused(0, { code: "0A000", subject: "EXTENSION postgis" });
  const { sentence, problems } = report(outcome(missing), SQL, [], 1);
  assert.ok(sentence.startsWith("PostgreSQL 18.6 takes the rest"), sentence);
  assert.deepEqual(
    problems.map(({ message, isOnlyHere }) => [message, isOnlyHere]),
    [
      [
        "The extension postgis does not come with the database of Try It: what needs it cannot be tried.",
        true,
      ],
    ],
  );
});
