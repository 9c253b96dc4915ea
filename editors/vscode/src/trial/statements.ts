// The statements of a script, to load them one by one. Knows no editor and no database.

/** A statement and where it stands, in letters of the script. */
export interface Statement {
  text: string;
  start: number;
}

/** What a semicolon may stand in without ending a statement. */
const PARTS =
  /(?<body>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<escaped>\b[eE]'(?:[^'\\]|''|\\[\s\S])*'?)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|--[^\n]*|(?<comment>\/\*)|(?<word>[\w\u0080-\uffff][\w$\u0080-\uffff]*)|(?<end>;)/g;

/** Where a comment that began at a place ends: comments may stand in each other. */
function endOfComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

/** The statements of a script, without the comments before them. */
export function statements(sql: string): Statement[] {
  const found: Statement[] = [];
  const parts = new RegExp(PARTS);
  let start: number | undefined;
  let end = 0;
  const finish = (until: number) => {
    if (start !== undefined) found.push({ text: sql.slice(start, until), start });
    start = undefined;
  };
  const letters = (from: number, until: number) => {
    if (start !== undefined) return;
    const first = sql.slice(from, until).search(/\S/);
    if (first >= 0) start = from + first;
  };
  for (let part = parts.exec(sql); part; part = parts.exec(sql)) {
    letters(end, part.index);
    const { body, comment, end: isEnd } = part.groups ?? {};
    if (body !== undefined) {
      const close = sql.indexOf(body, parts.lastIndex);
      parts.lastIndex = close < 0 ? sql.length : close + body.length;
    } else if (comment !== undefined) parts.lastIndex = endOfComment(sql, part.index);
    const isComment = comment !== undefined || part[0].startsWith("--");
    if (isEnd !== undefined) finish(parts.lastIndex);
    else if (!isComment) start ??= part.index;
    end = parts.lastIndex;
  }
  letters(end, sql.length);
  finish(sql.trimEnd().length);
  return found;
}

/** What a statement makes, in a few words: `TABLE crm.tb_customer`. */
export function subject(statement: string): string {
  const made =
    /^(?:CREATE|ALTER|COMMENT ON)\s+(?:OR REPLACE\s+|UNIQUE\s+)?([A-Z]+)\s+(?:IF NOT EXISTS\s+|ONLY\s+)?((?:"(?:[^"]|"")*"|[^\s(;".]+)(?:\.(?:"(?:[^"]|"")*"|[^\s(;".]+))*)/.exec(
      statement,
    );
  return made ? `${made[1]} ${made[2]}` : (statement.split(/\s/)[0] ?? "");
}
