// What the server is asked beyond the protocol, and what it answers.

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Location {
  uri: string;
  range: Range;
}

/** A piece of SQL and where in a spec it comes from. */
export interface Piece {
  sql: Range;
  spec: Range;
  /** The spec, where there may be several. */
  uri?: string;
}

/** The answer of `specql/sql`. */
export interface SqlAnswer {
  uri: string;
  sql: string;
  map: Piece[];
}

/** The answer of `specql/workspaceSql`. */
export interface WorkspaceSqlAnswer {
  sql: string;
  /** The specs that pieces come from. */
  files: string[];
  /** Each with the number of its spec. */
  map: { sql: Range; file: number; spec: Range }[];
}

export interface EntityField {
  name: string;
  type: string;
  required: boolean;
}

export interface Entity {
  name: string;
  schema: string;
  uri: string;
  range: Range;
  fields: EntityField[];
}

/** A field that leads from one entity to another, both by their places in the list. */
export interface Reference {
  from: number;
  field: string;
  to: number;
  required: boolean;
  list: boolean;
}

/** The answer of `specql/graph`. */
export interface EntityGraph {
  entities: Entity[];
  references: Reference[];
}

/** The answer of `specql/status`, as far as it is shown. */
export interface ServerStatus {
  state: "ready" | "reading";
  version: string;
  specqlVersion: string;
  folders: { root: string | null; files: number; target: string; settings?: string | null }[];
  document?: { isAnalysed: boolean; reason: string };
}
