// A diagram as SVG: for the page, whose style sheet colours it, and as a file of its own.

import { type Card, type Group, HEAD, type Layout, ROW, short } from "./layout";

export function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // Signs that no XML may have are left out.
  const clean = [...text].filter((sign) => sign >= " " && sign !== "\uFFFE" && sign !== "\uFFFF");
  return clean.map((sign) => signs[sign] ?? sign).join("");
}

/** So many colours of schemas there are. */
export const COLOURS = 6;

/** What is inside of the picture. */
export function content(layout: Layout): string {
  const colours = new Map(layout.groups.map((group, at) => [group.schema, at % COLOURS]));
  const colour = (schema: string) => `c${colours.get(schema) ?? 0}`;
  const groups = layout.groups.map((group) => groupBox(group, colour(group.schema)));
  const links = layout.links.map(({ reference, path }) => {
    const kind = reference.required ? "link" : "link optional";
    return `<path class="${kind}" data-from="${reference.from}" data-to="${reference.to}" d="${path}"/>`;
  });
  const told = labels(layout);
  const cards = layout.cards.map((card, at) =>
    cardBox(card, colour(card.entity.schema), told[at] ?? ""),
  );
  return `<g class="groups">${groups.join("")}</g><g class="links">${links.join("")}</g><g class="cards">${cards.join("")}</g>`;
}

function groupBox({ schema, x, y, width, height }: Group, colour: string): string {
  return `<g class="group ${colour}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/><text x="${x + 18}" y="${y + 22}">${escaped(schema)}</text></g>`;
}

function cardBox(card: Card, colour: string, label: string): string {
  const { entity, x, y, width, height } = card;
  const middle = Math.min(26, (width - 16) / (entity.name.length * 0.62));
  const parts = [
    `<rect class="body" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `<path class="stripe" d="M${x + 6} ${y}h${width - 12}a6 6 0 0 1 6 6v0h-${width}v0a6 6 0 0 1 6 -6"/>`,
    `<text class="name" x="${x + 12}" y="${y + 21}">${escaped(entity.name)}</text>`,
    ...card.rows.map((row, at) => {
      const base = y + HEAD + 4 + at * ROW + 13;
      const kind = row.isReference ? "field reference" : "field";
      const name = `${escaped(row.field.name)}${row.field.required ? '<tspan class="required"> !</tspan>' : ""}`;
      return `<text class="${kind}" x="${x + 12}" y="${base}">${name}</text><text class="type" x="${x + width - 12}" y="${base}">${escaped(short(row.field.type))}</text>`;
    }),
  ];
  if (card.hidden > 0) {
    const base = y + HEAD + 4 + card.rows.length * ROW + 13;
    parts.push(`<text class="type more" x="${x + 12}" y="${base}">${card.hidden} more</text>`);
  }
  parts.push(
    `<text class="far" x="${x + width / 2}" y="${y + height / 2 + middle / 3}" font-size="${middle.toFixed(1)}">${escaped(entity.name)}</text>`,
  );
  return `<g class="card ${colour}" id="card-${card.number}" data-number="${card.number}" role="button" tabindex="-1" aria-label="${escaped(label)}">${parts.join("")}</g>`;
}

/** What a screen reader says of each entity. */
function labels(layout: Layout): string[] {
  const to = layout.cards.map(() => new Set<string>());
  const by = layout.cards.map(() => new Set<string>());
  const name = (number: number) => layout.cards[number]?.entity.name ?? "";
  for (const { reference } of layout.links) {
    to[reference.from]?.add(name(reference.to));
    by[reference.to]?.add(name(reference.from));
  }
  return layout.cards.map(({ entity }, number) => {
    const count = entity.fields.length === 1 ? "1 field" : `${entity.fields.length} fields`;
    const parts = [`${entity.schema}.${entity.name}`, count];
    if (to[number]?.size) parts.push(`refers to ${[...to[number]].join(", ")}`);
    if (by[number]?.size) parts.push(`referred to by ${[...by[number]].join(", ")}`);
    return parts.join("; ");
  });
}

/** The colours of a picture that stands alone, on white. */
const STYLE = `
text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#24292f}
.group rect{fill:var(--c);fill-opacity:.06;stroke:var(--c);stroke-opacity:.35}
.group text{font:600 13px system-ui,sans-serif;fill:var(--c)}
.body{fill:#fff;stroke:#8c959f}.stripe{fill:var(--c)}
.name{font:600 14px system-ui,sans-serif}.type{fill:#656d76;text-anchor:end}.more{text-anchor:start}
.reference{fill:#0550ae}.required{fill:#cf222e}.far{display:none}
.link{fill:none;stroke:#6e7781;stroke-width:1.2}.optional{stroke-dasharray:5 3}
.c0{--c:#0969da}.c1{--c:#1a7f37}.c2{--c:#9a6700}.c3{--c:#8250df}.c4{--c:#bc4c00}.c5{--c:#bf3989}
`;

/** The diagram as a file of its own. */
export function standalone(layout: Layout): string {
  const edge = 24;
  const [width, height] = [layout.width + 2 * edge, layout.height + 2 * edge];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-edge} ${-edge} ${width} ${height}">
<title>Entities</title><style>${STYLE}</style>
<rect x="${-edge}" y="${-edge}" width="${width}" height="${height}" fill="#fff"/>
${content(layout)}
</svg>
`;
}
