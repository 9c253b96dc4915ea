// The entities of a schema in columns: what is referred to stands left of what refers to it.

import type { Reference } from "../shared/protocol";
import type { Card } from "./layout";

/** How often the order within the columns is made better. */
const ROUNDS = 4;

/** Puts cards into columns, from the origin on, and says how much room they take. */
export function columns(
  cards: Card[],
  references: Reference[],
  gap: { x: number; y: number },
): { width: number; height: number } {
  const graph = neighbours(cards, references);
  const ranked = ranks(cards, graph.to);
  const all = merged(split(untangled(ranked, graph.both), gap), gap);
  let x = 0;
  let height = 0;
  for (const column of all) {
    let y = 0;
    for (const card of column) {
      card.x = x;
      card.y = y;
      y += card.height + gap.y;
    }
    x += Math.max(...column.map((card) => card.width)) + gap.x;
    height = Math.max(height, y - gap.y);
  }
  return { width: Math.max(x - gap.x, 0), height };
}

interface Neighbours {
  /** To which cards of the same schema each one refers. */
  to: Map<Card, Card[]>;
  /** The same, and which refer to it. */
  both: Map<Card, Card[]>;
}

function neighbours(cards: Card[], references: Reference[]): Neighbours {
  const byNumber = new Map(cards.map((card) => [card.number, card]));
  const to = new Map(cards.map((card) => [card, [] as Card[]]));
  const both = new Map(cards.map((card) => [card, [] as Card[]]));
  for (const reference of references) {
    const [source, target] = [byNumber.get(reference.from), byNumber.get(reference.to)];
    if (!source || !target || source === target) continue;
    to.get(source)?.push(target);
    both.get(source)?.push(target);
    both.get(target)?.push(source);
  }
  return { to, both };
}

/** Cards by the longest way of references that leads away from them; circles are cut somewhere. */
function ranks(cards: Card[], to: Map<Card, Card[]>): Card[][] {
  const rank = new Map<Card, number>();
  const isOpen = new Set<Card>();
  // A stack of our own: ways may be longer than the stack of calls.
  for (const first of cards) {
    const stack = rank.has(first) ? [] : [first];
    while (stack.length > 0) {
      const card = stack.at(-1) as Card;
      if (rank.has(card)) {
        stack.pop();
        continue;
      }
      isOpen.add(card);
      const next = (to.get(card) ?? []).filter((other) => !isOpen.has(other) && !rank.has(other));
      if (next.length > 0) {
        stack.push(...next);
        continue;
      }
      const known = (to.get(card) ?? []).flatMap((other) => rank.get(other) ?? []);
      rank.set(
        card,
        known.reduce((most, other) => Math.max(most, other + 1), 0),
      );
      isOpen.delete(card);
      stack.pop();
    }
  }
  const found: Card[][] = [];
  for (const card of cards) {
    const at = rank.get(card) ?? 0;
    while (found.length <= at) found.push([]);
    found[at]?.push(card);
  }
  return found.filter((column) => column.length > 0);
}

/** Brings neighbours to the same height, so that fewer lines cross. */
function untangled(ranked: Card[][], both: Map<Card, Card[]>): Card[][] {
  let all = ranked;
  for (let round = 0; round < ROUNDS; round++) {
    const height = new Map<Card, number>();
    for (const column of all) {
      column.forEach((card, at) => {
        height.set(card, (at + 0.5) / column.length);
      });
    }
    const wanted = (card: Card) => {
      const near = both.get(card) ?? [];
      const sum = near.reduce((total, other) => total + (height.get(other) ?? 0), 0);
      return near.length > 0 ? sum / near.length : (height.get(card) ?? 0);
    };
    all = all.map((column) => {
      const keyed = column.map((card) => ({ card, at: wanted(card) }));
      keyed.sort((a, b) => a.at - b.at || a.card.number - b.card.number);
      return keyed.map(({ card }) => card);
    });
  }
  return all;
}

/** Cuts columns that are much higher than all of it is wide. */
function split(all: Card[][], gap: { x: number; y: number }): Card[][] {
  const cards = all.flat();
  const area = cards.reduce((sum, card) => sum + (card.width + gap.x) * (card.height + gap.y), 0);
  const highest = Math.max(Math.sqrt(area * 0.75), ...cards.map((card) => card.height));
  return all.flatMap((column) => {
    const total = column.reduce((sum, card) => sum + card.height + gap.y, 0);
    const parts = Math.ceil(total / (highest + gap.y));
    const most = Math.max(total / parts, highest * 0.6);
    const cut: Card[][] = [[]];
    let used = 0;
    for (const card of column) {
      if (used + card.height / 2 > most && cut.length < parts) {
        cut.push([]);
        used = 0;
      }
      cut.at(-1)?.push(card);
      used += card.height + gap.y;
    }
    return cut.filter((part) => part.length > 0);
  });
}

/** From this on a row of columns is too wide for its height. */
const TOO_WIDE = 3;

/** Puts columns of long chains upon each other, as far as the picture would be too wide. */
function merged(all: Card[][], gap: { x: number; y: number }): Card[][] {
  const heightOf = (column: Card[]) => column.reduce((sum, card) => sum + card.height + gap.y, 0);
  const widthOf = (column: Card[]) => Math.max(0, ...column.map((card) => card.width)) + gap.x;
  const width = all.reduce((sum, column) => sum + widthOf(column), 0);
  const highest = Math.max(0, ...all.map(heightOf));
  if (width <= TOO_WIDE * highest || all.length <= 4) return all;
  const area = all.reduce((sum, column) => sum + widthOf(column) * heightOf(column), 0);
  const limit = Math.max(highest, Math.sqrt(area * 0.75));
  const found: Card[][] = [];
  for (const column of all) {
    const last = found.at(-1);
    if (last && heightOf(last) + heightOf(column) <= limit) last.push(...column);
    else found.push([...column]);
  }
  return found;
}
