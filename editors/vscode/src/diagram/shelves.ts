// Boxes side by side and below each other, about as wide as a screen.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How much wider than high a screen is. */
const SCREEN = 1.6;

/** Puts boxes into rows, in their order, and says how much room they take. */
export function shelves(boxes: Box[], gap: number): { width: number; height: number } {
  const widest = boxes.reduce((most, box) => Math.max(most, box.width), 0);
  const all = boxes.reduce((sum, box) => sum + box.width + gap, 0);
  let best = place(boxes, gap, widest);
  // The first row may end behind any box; the end that fits a screen best is taken.
  for (let limit = widest; limit <= all; limit += Math.max(widest / 4, 40)) {
    const size = place(boxes, gap, limit);
    if (misfit(size) < misfit(best)) best = size;
  }
  return place(boxes, gap, best.limit);
}

/** By how much a picture is smaller on a screen than it could be. */
function misfit({ width, height }: { width: number; height: number }): number {
  return Math.max(width / SCREEN, height);
}

function place(boxes: Box[], gap: number, limit: number) {
  let [x, y, row, width] = [0, 0, 0, 0];
  for (const box of boxes) {
    if (x > 0 && x + box.width > limit) {
      y += row + gap;
      [x, row] = [0, 0];
    }
    [box.x, box.y] = [x, y];
    x += box.width + gap;
    row = Math.max(row, box.height);
    width = Math.max(width, x - gap);
  }
  return { width, height: y + row, limit };
}
