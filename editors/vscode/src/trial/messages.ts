// What the thread with the database is told, and what it tells.

/** What to do. */
export interface Task {
  sql: string;
  /** The folder with the database and its extensions. */
  assets: string;
  /** An empty database as an earlier thread has made it: that is faster. */
  blank?: Uint8Array | undefined;
}

/** What the database says of a statement that it does not take. */
export interface Refusal {
  /** Where in the script the statement begins, in letters. */
  start: number;
  /** And where it ends. */
  end: number;
  /** Where in the script the mistake is, if the database says so. */
  at?: number;
  /** The code of the error, as PostgreSQL numbers them. */
  code: string;
  message: string;
  detail?: string;
  hint?: string;
  /** What the statement would have made. */
  subject: string;
}

/** What is there in the end. */
export interface Counts {
  tables: number;
  views: number;
  functions: number;
  triggers: number;
  policies: number;
}

export interface Outcome {
  /** The version of PostgreSQL. */
  version: string;
  statements: number;
  refusals: Refusal[];
  counts: Counts;
}

export type FromDatabase =
  /** It is still at work: so many statements are done. */
  | { kind: "progress"; done: number; total: number }
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "blank"; blank: Uint8Array };
