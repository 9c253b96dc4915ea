// With the real database, as it comes with the extension.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { type Ending, Trials } from "../../src/trial/trial";

const ASSETS = resolve("dist/database");
/** So many milliseconds it may say nothing: this machine may have other things to do. */
const PATIENCE = 600_000;
const EXTENSIONS = readdirSync(ASSETS).flatMap((name) => /^(.*)\.tar\.gz$/.exec(name)?.[1] ?? []);

function outcome(ending: Ending) {
  if (ending.kind !== "done") assert.fail(JSON.stringify(ending));
  return ending.outcome;
}

test("a script is loaded past what is refused, into a fresh database each time", async () => {
  const trials = new Trials(ASSETS, PATIENCE);
  assert.ok(trials.isThere);
  const sql = [
    ...EXTENSIONS.map((name) => `CREATE EXTENSION IF NOT EXISTS ${name};`),
    "CREATE SCHEMA s;",
    "CREATE TABLE s.a (path ltree, name text CHECK (name <> '🚲'), b bad_type);",
    "CREATE TABLE s.b (path ltree);",
    "CREATE FUNCTION s.f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;",
    "CREATE INDEX i ON s.b USING gin (path);",
    "CREATE EXTENSION postgis;",
    "CREATE FUNCTION s.g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURNED 1; END $$;",
  ].join("\n");
  for (let tries = 0; tries < 2; tries++) {
    const steps: number[] = [];
    const found = outcome(await trials.run(sql, (done) => steps.push(done)));
    assert.match(found.version, /^\d+\.\d+/);
    assert.equal(found.statements, EXTENSIONS.length + 7);
    assert.equal(steps.at(-1), EXTENSIONS.length + 7);
    assert.deepEqual(found.counts, { tables: 1, views: 0, functions: 1, triggers: 0, policies: 0 });
    assert.deepEqual(
      found.refusals.map(({ subject, code }) => [subject, code]),
      [
        ["TABLE s.a", "42704"],
        ["INDEX i", "42704"],
        ["EXTENSION postgis", "0A000"],
        ["FUNCTION s.g", "42601"],
      ],
    );
    const at = found.refusals.map(({ at }) => at && sql.slice(at).split(/\W/)[0]);
    assert.deepEqual(at, ["bad_type", undefined, undefined, "RETURNED"]);
  }
});

test("a try can be cancelled, also in the middle of a statement", async () => {
  const trials = new Trials(ASSETS, PATIENCE);
  const endless = "SELECT pg_sleep(0.3); DO $$ BEGIN LOOP END LOOP; END $$;";
  const ending = await trials.run(endless, (done) => {
    if (done === 1) trials.cancel();
  });
  assert.deepEqual(ending, { kind: "cancelled" });
});

test("another try ends the one that is running", async () => {
  const trials = new Trials(ASSETS, PATIENCE);
  const first = trials.run("SELECT 1;", () => {});
  const second = trials.run("SELECT 1;", () => {});
  assert.deepEqual(await first, { kind: "cancelled" });
  assert.deepEqual(outcome(await second).refusals, []);
});

test("a database that says nothing for too long is ended", async () => {
  const ending = await new Trials(ASSETS, 1).run("SELECT 1;", () => {});
  assert.equal(ending.kind, "failed");
  assert.match(ending.kind === "failed" ? ending.reason : "", /said nothing .* while it started/);
});

test("without a database there is none, and no more", async () => {
  const trials = new Trials(resolve("no/such/folder"));
  assert.equal(trials.isThere, false);
  assert.equal((await trials.run("SELECT 1;", () => {})).kind, "failed");
});

test("every extension that specs may need is there", () => {
  const folder = "../../crates/generate/src";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((name) => name.endsWith(".rs") && !/tests?\.rs$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  // Those that indexes over some types take stand in a table of the language.
  texts.push(
    readFileSync("../../crates/language/src/index.rs", "utf8").replace(/#\[cfg\(test.*/s, ""),
  );
  const named = /(?:Object::Extension\(|extension: Some\(\(?)"(\w+)"/g;
  const needed = texts.flatMap((text) => [...text.matchAll(named)].map(([, name]) => name));
  assert.deepEqual([...new Set(needed)].sort(), EXTENSIONS);
});
