// From one entity to the next by the arrow keys. Knows no page.

import type { Card } from "../diagram/layout";

export type Way = "left" | "right" | "up" | "down";

/** The number of the card that is next in a direction; the first one where none is chosen. */
export function nearest(cards: Card[], from: number | undefined, way: Way): number | undefined {
  const start = from === undefined ? undefined : cards[from];
  if (!start) return cards[0]?.number;
  const [x, y] = middle(start);
  let best: { number: number; cost: number } | undefined;
  for (const card of cards) {
    const [dx, dy] = [middle(card)[0] - x, middle(card)[1] - y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[way];
    const aside = Math.abs(way === "left" || way === "right" ? dy : dx);
    if (card === start || ahead <= 0 || ahead < aside / 3) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { number: card.number, cost };
  }
  return best?.number ?? from;
}

function middle(card: Card): [number, number] {
  return [card.x + card.width / 2, card.y + card.height / 2];
}
