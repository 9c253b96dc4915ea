// The words of SQL and what they are, to colour them. Knows no editor.

export type TokenKind =
  | "comment"
  | "string"
  | "keyword"
  | "type"
  | "number"
  | "function"
  | "variable"
  | "operator"
  | "plain";

export interface Token {
  kind: TokenKind;
  text: string;
}

const KEYWORDS = new Set(
  `add after all alter always and any as asc before begin between by call cascade case check
   column comment concurrently conflict constant constraint create cross current cursor database
   declare default deferrable deferred definer delete desc diagnostics distinct do domain drop each
   else elsif end enum exception execute exists exit extension false filter first following for
   foreach foreign found from full function generated get grant group having if immutable in index
   inherits initially inner insert instead into invoker is join key language last lateral leakproof
   left like ilike limit loop materialized natural no not notice nothing null nulls of offset on
   only or order out outer over owner parallel partition perform policy preceding primary procedure
   query raise range record recursive references refresh replace restrict return returning returns
   revoke right role rollback row rows rowtype safe schema search_path security select sequence set
   setof some sqlstate stable start stored strict table then to trigger true truncate type unbounded
   union unique unlogged update using values view volatile when where while window with within
   without`.split(/\s+/),
);

const TYPES = new Set(
  `bigint bigserial bit boolean bool box bytea char character cidr circle date daterange decimal
   double float float4 float8 inet int int2 int4 int8 integer interval json jsonb line ltree macaddr
   money numeric point polygon precision real regclass serial smallint text time timestamp
   timestamptz timetz tsquery tsrange tstzrange tsvector uuid varchar varying void xml`.split(
    /\s+/,
  ),
);

const PARTS = [
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
  /(?<string>[eE]?'(?:[^']|'')*(?:'|$)|\$[A-Za-z_]*\$)/,
  /(?<quoted>"(?:[^"]|"")*(?:"|$))/,
  /(?<number>\b\d+(?:\.\d+)?\b)/,
  /(?<word>[A-Za-z_][A-Za-z0-9_]*)/,
  /(?<variable>\$\d+)/,
  /(?<operator>[-+*/<>=~!@#%^&|?:]+)/,
];
const TOKEN = new RegExp(PARTS.map((part) => part.source).join("|"), "g");

/** The tokens of a text; together they are the text. The bodies of functions are SQL as well. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  let end = 0;
  const plain = (until: number) => {
    if (until > end) found.push({ kind: "plain", text: sql.slice(end, until) });
  };
  for (const match of sql.matchAll(TOKEN)) {
    plain(match.index);
    end = match.index + match[0].length;
    found.push({ kind: kind(match, sql.slice(end, end + 2)), text: match[0] });
  }
  plain(sql.length);
  return found;
}

function kind(match: RegExpMatchArray, behind: string): TokenKind {
  const { comment, string, number, word, variable, operator } = match.groups ?? {};
  if (comment !== undefined) return "comment";
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (variable !== undefined) return "variable";
  if (operator !== undefined) return "operator";
  if (word === undefined) return "plain";
  const lower = word.toLowerCase();
  if (TYPES.has(lower) && word === lower) return "type";
  if (KEYWORDS.has(lower)) return "keyword";
  return behind.startsWith("(") ? "function" : "plain";
}

/** The tokens line by line. */
export function lines(sql: string): Token[][] {
  const all: Token[][] = [[]];
  for (const token of tokens(sql)) {
    token.text.split("\n").forEach((text, number) => {
      if (number > 0) all.push([]);
      if (text !== "") all.at(-1)?.push({ kind: token.kind, text });
    });
  }
  return all;
}
