// What is said of a try: in a sentence, and of each refusal with its place in a spec. Knows no
// editor.

import { pieceAt } from "../preview/map";
import type { Piece, Position, Range } from "../shared/protocol";
import type { Counts, Outcome, Refusal } from "./messages";

/** Something that the database refuses. */
export interface Problem {
  message: string;
  /** The code of the error, as PostgreSQL numbers them. */
  code: string;
  /** Where it comes from, if it comes from a spec. */
  place: { uri: string; range: Range } | undefined;
  /** Whether only the database that is tried is to blame, which lacks an extension. */
  isOnlyHere: boolean;
}

export interface Report {
  /** All of it in one sentence. */
  sentence: string;
  problems: Problem[];
}

/** Something is not there. */
const MISSING = new Set(["3F000", "42704", "42883", "42P01"]);
/** An extension is not there: it has no file. */
const NO_EXTENSION = new Set(["0A000", "58P01"]);

/** What a try showed of a script, whose pieces come from specs. */
export function report(outcome: Outcome, sql: string, map: Piece[], seconds: number): Report {
  const own = withoutConsequences(outcome.refusals);
  const isComplete = own.every(isOnlyHere);
  const time = `in ${seconds.toFixed(1)} s`;
  const postgres = `PostgreSQL ${outcome.version}`;
  const refused = outcome.refusals.length;
  const what = own.length > 0 ? "the rest" : "it";
  const sentence = isComplete
    ? `${postgres} takes ${what}: ${listed(outcome.counts)}, ${time}.`
    : `${postgres} refuses ${refused} of ${counted(outcome.statements, "statement")}, ${time}.`;
  const lines = lineStarts(sql);
  const problems = own.map((refusal): Problem => {
    const piece = pieceAt(map, positionAt(lines, refusal.at ?? refusal.start));
    return {
      message: words(refusal),
      code: refusal.code,
      place: piece?.uri === undefined ? undefined : { uri: piece.uri, range: piece.spec },
      isOnlyHere: isOnlyHere(refusal),
    };
  });
  const following = refused - own.length;
  const tail =
    following > 0
      ? ` ${counted(following, "refusal")} ${following === 1 ? "follows" : "follow"} from others.`
      : "";
  const left = (sql.match(/^\s*-- Left out/gm) ?? []).length;
  const gap = left > 0 ? ` ${counted(left, "thing")} could not be made and are left out.` : "";
  return { sentence: sentence + tail + gap, problems };
}

/** Without those that miss what another one would have made. */
function withoutConsequences(refusals: Refusal[]): Refusal[] {
  const missing: string[] = [];
  return refusals.filter(({ code, message, subject }) => {
    const isConsequence =
      MISSING.has(code) && missing.some((name) => message.replaceAll('"', "").includes(name));
    const name = subject.split(" ")[1]?.replaceAll('"', "");
    if (name) missing.push(name);
    return !isConsequence;
  });
}

function isOnlyHere({ code, subject }: Refusal): boolean {
  return subject.startsWith("EXTENSION ") && NO_EXTENSION.has(code);
}

function words(refusal: Refusal): string {
  if (isOnlyHere(refusal)) {
    const name = refusal.subject.replace("EXTENSION ", "");
    return `The extension ${name} does not come with the database of Try It: what needs it cannot be tried.`;
  }
  const { message, detail, hint, subject } = refusal;
  const more = [detail, hint].filter((part) => part !== undefined);
  return [`${subject}: ${message}`, ...more].join("\n");
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

function listed({ tables, views, functions, triggers, policies }: Counts): string {
  const rest = [
    [functions, "function"],
    [views, "view"],
    [triggers, "trigger"],
    [policies, "policy"],
  ] as const;
  const shown = rest.filter(([count]) => count > 0);
  const names = shown.map(([count, one]) => counted(count, one).replace("policys", "policies"));
  return [counted(tables, "table"), ...names].join(", ");
}

/** Where the lines of a text begin. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function positionAt(starts: number[], offset: number): Position {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}
