// Loads a script into an empty database of its own. Knows no editor.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Extension, PGlite } from "@electric-sql/pglite";
import type { Counts, Outcome, Refusal, Task } from "./messages";
import { type Statement, statements, subject } from "./statements";

/** How the files of PostgreSQL's extensions end. */
const END = ".tar.gz";
/** After so many milliseconds of work it is told how far it is. */
const TOLD_EVERY = 100;

export interface Told {
  progress(done: number, total: number): void;
}

/** An empty database, which lives in memory only. */
export async function open({ assets, blank }: Omit<Task, "sql">): Promise<PGlite> {
  const extensions: Record<string, Extension> = {};
  for (const file of readdirSync(assets).filter((file) => file.endsWith(END))) {
    const name = file.slice(0, -END.length);
    const bundlePath = pathToFileURL(join(assets, file));
    extensions[name] = { name, setup: async () => ({ bundlePath }) };
  }
  return PGlite.create({
    extensions,
    ...(blank && { loadDataDir: new Blob([blank as BlobPart], { type: "application/x-gzip" }) }),
  });
}

/** Loads a script, statement by statement, past those that are refused. */
export async function load(database: PGlite, sql: string, told: Told): Promise<Outcome> {
  const all = statements(sql);
  const refusals: Refusal[] = [];
  let last = 0;
  for (const [done, statement] of all.entries()) {
    if (Date.now() - last > TOLD_EVERY) {
      told.progress(done, all.length);
      last = Date.now();
    }
    try {
      await database.exec(statement.text);
    } catch (error) {
      refusals.push(refusal(statement, error));
    }
  }
  told.progress(all.length, all.length);
  const [{ version } = { version: "" }] = (
    await database.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  ).rows;
  return { version, statements: all.length, refusals, counts: await count(database) };
}

function refusal({ text, start }: Statement, error: unknown): Refusal {
  const said = error as Partial<Record<string, string>> & { message: string };
  const letters = Number(said.position);
  const at = letters > 0 ? start + offset(text, letters - 1) : undefined;
  return {
    start,
    end: start + text.length,
    ...(at !== undefined && { at }),
    code: said.code ?? "",
    message: said.message,
    ...(said.detail && { detail: said.detail }),
    ...(said.hint && { hint: said.hint }),
    subject: subject(text),
  };
}

/** PostgreSQL counts whole characters, a script of JavaScript those of UTF-16. */
function offset(text: string, characters: number): number {
  let found = 0;
  for (const character of text) {
    if (characters-- === 0) break;
    found += character.length;
  }
  return found;
}

const COUNTS = `
WITH own AS (
  SELECT oid FROM pg_namespace
  WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
), added AS (
  SELECT objid FROM pg_depend WHERE deptype = 'e'
)
SELECT
  (SELECT count(*) FROM pg_class WHERE relnamespace IN (TABLE own) AND relkind IN ('r', 'p')) AS tables,
  (SELECT count(*) FROM pg_class WHERE relnamespace IN (TABLE own) AND relkind IN ('v', 'm')) AS views,
  (SELECT count(*) FROM pg_proc WHERE pronamespace IN (TABLE own) AND oid NOT IN (TABLE added)) AS functions,
  (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal) AS triggers,
  (SELECT count(*) FROM pg_policy) AS policies`;

async function count(database: PGlite): Promise<Counts> {
  const [row] = (await database.query<Record<keyof Counts, number>>(COUNTS)).rows;
  return row ?? { tables: 0, views: 0, functions: 0, triggers: 0, policies: 0 };
}
