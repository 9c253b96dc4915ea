// Where the entities of a diagram stand. The same graph always comes out the same. Knows no editor
// and no page.

import type { Entity, EntityField, EntityGraph, Reference } from "../shared/protocol";
import { columns } from "./columns";
import { shelves } from "./shelves";

/** How much of each entity is drawn. */
export type Detail = "fields" | "references" | "names";

export interface Row {
  field: EntityField;
  isReference: boolean;
}

/** An entity and where it stands. */
export interface Card {
  entity: Entity;
  /** Its place in the graph. */
  number: number;
  x: number;
  y: number;
  width: number;
  height: number;
  rows: Row[];
  /** So many fields are not drawn. */
  hidden: number;
}

/** The entities of a schema. */
export interface Group {
  schema: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Link {
  reference: Reference;
  path: string;
}

export interface Layout {
  width: number;
  height: number;
  groups: Group[];
  /** In the order of the graph's entities. */
  cards: Card[];
  links: Link[];
  detail: Detail;
}

export const HEAD = 30;
export const ROW = 19;
export const TITLE = 34;
const PADDING = 18;
/** So many fields of an entity are drawn. */
const MOST_ROWS = 16;
/** So many letters of a type are drawn. */
export const LONGEST_TYPE = 22;
const BIG_GRAPH = 40;
const LETTER = 7.3;

/** How much is drawn of a graph of this size, unless the user wants something else. */
export function usualDetail(graph: EntityGraph): Detail {
  return graph.entities.length > BIG_GRAPH ? "names" : "fields";
}

/** Puts everything into its place. */
export function layout(graph: EntityGraph, detail: Detail): Layout {
  const referring = new Map<number, Set<string>>();
  for (const { from, field } of graph.references) {
    referring.set(from, (referring.get(from) ?? new Set()).add(field));
  }
  const cards = graph.entities.map((entity, number) =>
    card(entity, number, referring.get(number) ?? new Set(), detail),
  );
  const schemas = [...new Set(graph.entities.map((entity) => entity.schema))].sort();
  const gap = detail === "names" ? { x: 44, y: 14 } : { x: 64, y: 24 };
  const bySchema = new Map(schemas.map((schema) => [schema, [] as Card[]]));
  for (const one of cards) bySchema.get(one.entity.schema)?.push(one);
  const groups = [...bySchema].map(([schema, members]) => {
    const size = columns(members, graph.references, gap);
    const width = Math.max(size.width, schema.length * 9 + 40) + 2 * PADDING;
    return { schema, members, x: 0, y: 0, width, height: size.height + TITLE + PADDING };
  });
  const size = shelves(groups, 32);
  for (const group of groups) {
    for (const member of group.members) {
      member.x += group.x + PADDING;
      member.y += group.y + TITLE;
    }
  }
  const links = graph.references.flatMap((reference) => {
    const [from, to] = [cards[reference.from], cards[reference.to]];
    return from && to ? [{ reference, path: path(from, to, reference) }] : [];
  });
  const plain = groups.map(({ members: _, ...group }) => group);
  return { ...size, groups: plain, cards, links, detail };
}

function card(entity: Entity, number: number, referring: Set<string>, detail: Detail): Card {
  const rows = entity.fields
    .map((field) => ({ field, isReference: referring.has(field.name) }))
    .filter((row) => detail === "fields" || (detail === "references" && row.isReference));
  // Of many fields, the references are drawn first.
  const drawn =
    rows.length <= MOST_ROWS
      ? rows
      : rows.filter((row, at) => row.isReference || at < MOST_ROWS).slice(0, MOST_ROWS);
  const hidden = rows.length - drawn.length;
  const widths = drawn.map(({ field }) => field.name.length + short(field.type).length + 4);
  const letters = Math.max(entity.name.length * 1.12 + 3, ...widths, 14);
  const lines = drawn.length + (hidden > 0 ? 1 : 0);
  return {
    entity,
    number,
    x: 0,
    y: 0,
    width: Math.round(Math.min(letters * LETTER + 24, 380)),
    height: HEAD + (lines > 0 ? lines * ROW + 8 : 4),
    rows: drawn,
    hidden,
  };
}

/** A type that is not too long. */
export function short(type: string): string {
  return type.length <= LONGEST_TYPE ? type : `${type.slice(0, LONGEST_TYPE - 1)}…`;
}

/**
 * The line of a reference, with the signs of diagrams at its ends: a foot where many rows may
 * refer, one stroke where there is always one row, a ring where there may be none.
 */
function path(from: Card, to: Card, reference: Reference): string {
  const at = from.rows.findIndex((row) => row.field.name === reference.field);
  const y1 = from.y + (at < 0 ? HEAD / 2 : HEAD + 4 + (at + 0.5) * ROW);
  const y2 = to.y + HEAD / 2 + (from === to ? -6 : 0);
  // Each end is at the side that looks to the other; cards above each other meet at the right.
  let [out, into] = [1, 1];
  if (from.x + from.width + 30 < to.x) [out, into] = [1, -1];
  else if (to.x + to.width + 30 < from.x) [out, into] = [-1, 1];
  const x1 = out > 0 ? from.x + from.width : from.x;
  const x2 = into > 0 ? to.x + to.width : to.x;
  const reach = Math.min(Math.max(Math.abs(x2 - x1) / 2, 36), 140);
  const curve = `M${x1} ${y1}C${x1 + out * reach} ${y1} ${x2 + into * reach} ${y2} ${x2} ${y2}`;
  const foot = `M${x1} ${y1 - 5}L${x1 + out * 10} ${y1}L${x1} ${y1 + 5}`;
  const stroke = (distance: number) => `M${x2 + into * distance} ${y2 - 5}v10`;
  const ring = `M${x2 + into * 10} ${y2}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`;
  const one = reference.required ? stroke(6) + stroke(10) : stroke(4) + ring;
  const many = `M${x2} ${y2 - 5}L${x2 + into * 10} ${y2}L${x2} ${y2 + 5}`;
  return curve + foot + (reference.list ? many : one);
}
