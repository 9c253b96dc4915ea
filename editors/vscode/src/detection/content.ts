// Whether a YAML text is a spec of SpecQL, as far as that can be told at a glance. Knows no editor.

/** What a text looks like. */
export type Look =
  /** It describes an entity. */
  | "spec"
  /** There is nothing in it yet. */
  | "empty"
  /** It is something else. */
  | "other";

/** A long text is told by its beginning. */
const LONGEST = 200_000;

/**
 * What a text looks like: a spec has the key `entity` at its top, and no `tests`, which would make
 * a test of one. What is only begun, such as `ent`, is as good as empty.
 */
export function look(text: string): Look {
  const keys = new Set<string>();
  let hasOther = false;
  for (const line of text.slice(0, LONGEST).split(/\r\n|\r|\n/)) {
    const bare = line.replace(/^\uFEFF/, "");
    if (bare === "" || /^[\s#]/.test(bare) || /^(---|\.\.\.|%)/.test(bare)) continue;
    const key = /^(?:"([^"]*)"|'([^']*)'|([^\s:#][^:#]*?))\s*:(?:\s|$)/.exec(bare);
    if (key) keys.add(key[1] ?? key[2] ?? key[3] ?? "");
    else if (!/^[A-Za-z_]*$/.test(bare.trimEnd())) hasOther = true;
  }
  if (keys.has("entity")) return keys.has("tests") ? "other" : "spec";
  return keys.size > 0 || hasOther ? "other" : "empty";
}

/** Why a text is taken for a spec. */
export type Reason = "path" | "content";

/**
 * Whether a YAML document is opened as SpecQL: by its path, unless it is plainly something else,
 * or by its content in a workspace of SpecQL.
 */
export function isTaken(found: {
  look: Look;
  hasPath: boolean;
  isWorkspace: boolean;
  byContent: boolean;
}): Reason | undefined {
  if (found.hasPath && found.look !== "other") {
    // An empty file could still become anything.
    return found.look === "spec" || found.isWorkspace ? "path" : undefined;
  }
  return found.byContent && found.isWorkspace && found.look === "spec" ? "content" : undefined;
}
