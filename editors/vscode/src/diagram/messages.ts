// What the diagram and the extension tell each other.

import type { EntityGraph } from "../shared/protocol";

export type Format = "svg" | "mermaid";

export type ToDiagram =
  | { kind: "graph"; graph: EntityGraph }
  | { kind: "nothing"; reason: string }
  /** The file that the user is in. */
  | { kind: "active"; uri: string };

export type FromDiagram =
  | { kind: "ready" }
  | { kind: "open"; number: number; field?: string }
  | { kind: "export"; format: Format; text: string };
