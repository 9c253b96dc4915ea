// What the preview and the extension tell each other.

import type { Piece, Position } from "../shared/protocol";
import type { TrialState } from "../trial/try-it";

/** Of what the SQL is shown. */
export type Scope = "entity" | "action" | "workspace";

export type ToPreview =
  | { kind: "sql"; title: string; sql: string; map: Piece[]; scope: Scope }
  | { kind: "nothing"; reason: string; scope: Scope }
  | { kind: "marks"; marks: number[]; follow: boolean }
  /** Whether SQL can be tried, and how the last try is. */
  | { kind: "trial"; isPossible: boolean; state: TrialState };

export type FromPreview =
  | { kind: "ready" }
  | { kind: "scope"; scope: Scope }
  | { kind: "jump"; at: Position }
  | { kind: "try" }
  | { kind: "cancel" }
  /** Away with what was said of the last try. */
  | { kind: "dismiss" }
  /** To the place of a problem of the last try. */
  | { kind: "problem"; number: number }
  | { kind: "copy" }
  | { kind: "save" };
