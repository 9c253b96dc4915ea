// Which SQL comes from which place of a spec, and back. Knows no editor.

import type { Piece, Position, Range, WorkspaceSqlAnswer } from "../shared/protocol";

/** The pieces of a script of many specs. */
export function piecesOf({ files, map }: WorkspaceSqlAnswer): Piece[] {
  return map.map(({ sql, spec, file }) => {
    const uri = files[file];
    return { sql, spec, ...(uri !== undefined && { uri }) };
  });
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** Whether a position is in a range, its end included: there the cursor stands after typing. */
function holds(range: Range, at: Position): boolean {
  return !before(at, range.start) && !before(range.end, at);
}

function isInside(inner: Range, outer: Range): boolean {
  return holds(outer, inner.start) && holds(outer, inner.end);
}

function isSame(a: Range, b: Range): boolean {
  return isInside(a, b) && isInside(b, a);
}

/** Of these, those that no other one is inside of. */
function innermost<T>(items: T[], range: (item: T) => Range): T[] {
  return items.filter((item) => {
    const isAround = (other: T) =>
      isInside(range(other), range(item)) && !isSame(range(other), range(item));
    return !items.some(isAround);
  });
}

/**
 * The numbers of the pieces of SQL that come from what the cursor of a spec stands on: from the
 * smallest part of the spec that has any. Where it stands on none, from what begins in its line.
 */
export function piecesAt(map: Piece[], cursor: Position, uri?: string): number[] {
  const numbered = map
    .map((piece, number) => ({ piece, number }))
    .filter(({ piece }) => piece.uri === undefined || piece.uri === uri);
  const around = numbered.filter(({ piece }) => holds(piece.spec, cursor));
  const smallest = innermost(around, ({ piece }) => piece.spec);
  const inLine = numbered.filter(({ piece }) => piece.spec.start.line === cursor.line);
  // A whole block or file around the cursor says less than what stands in its line.
  const isNarrow = smallest.some(({ piece }) => piece.spec.start.line === cursor.line);
  const chosen = isNarrow || inLine.length === 0 ? smallest : inLine;
  return chosen.map(({ number }) => number);
}

/** The number of the line in which the statement around a line begins. */
function statement(lines: string[], line: number): number {
  let at = Math.min(line, lines.length - 1);
  while (at > 0 && !/^[A-Z]/.test(lines[at] ?? "")) at--;
  return at;
}

/** Of the pieces that are marked, the one to look at: in a table, if any is. */
export function foremost(lines: string[], pieces: Piece[]): Piece | undefined {
  const isInTable = ({ sql }: Piece) =>
    lines[statement(lines, sql.start.line)]?.startsWith("CREATE TABLE") ?? false;
  return pieces.find(isInTable) ?? pieces[0];
}

/** The smallest piece around a position of the SQL, which says where it comes from. */
export function pieceAt(map: Piece[], at: Position): Piece | undefined {
  const around = map.filter((piece) => holds(piece.sql, at));
  // Where one ends and the next begins, the next is meant.
  const open = around.filter((piece) => before(at, piece.sql.end));
  const found = innermost(open.length > 0 ? open : around, (piece) => piece.sql)[0];
  // Beside what comes from the spec: the nearest before it in the same line.
  return found ?? map.find((piece) => piece.sql.start.line === at.line);
}
