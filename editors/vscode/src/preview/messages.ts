// What the preview and the extension tell each other.

import type { Piece, Position } from "../shared/protocol";

/** Of what the SQL is shown. */
export type Scope = "entity" | "action" | "workspace";

export type ToPreview =
  | { kind: "sql"; title: string; sql: string; map: Piece[]; scope: Scope }
  | { kind: "nothing"; reason: string; scope: Scope }
  | { kind: "marks"; marks: number[]; follow: boolean };

export type FromPreview =
  | { kind: "ready" }
  | { kind: "scope"; scope: Scope }
  | { kind: "jump"; at: Position }
  | { kind: "copy" }
  | { kind: "save" };
