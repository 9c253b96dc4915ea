// The page of the entity diagram.

import { type Detail, type Layout, layout, usualDetail } from "../diagram/layout";
import { mermaid } from "../diagram/mermaid";
import type { FromDiagram, ToDiagram } from "../diagram/messages";
import { content, standalone } from "../diagram/svg";
import type { EntityGraph } from "../shared/protocol";
import { about } from "./about";
import { nearest, type Way } from "./nearest";
import { api, byId } from "./page";
import { View } from "./view";

interface Remembered {
  detail?: Detail;
}

const { post, remembered, remember } = api<FromDiagram, Remembered>();
const picture = byId("picture") as unknown as SVGSVGElement;
const search = byId("search") as HTMLInputElement;
const detail = byId("detail") as HTMLSelectElement;
const aside = byId("about");
const view = new View(picture, byId("view") as unknown as SVGGElement);

let graph: EntityGraph = { entities: [], references: [] };
let drawn: Layout | undefined;
let wanted = remembered?.detail;
let chosen: number | undefined;
let active = "";

/** Draws the graph anew; what was looked at stays where it is, if the size stays the same. */
function draw(): void {
  const before = drawn;
  drawn = layout(graph, wanted ?? usualDetail(graph));
  detail.value = drawn.detail;
  view.draw(content(drawn), drawn);
  if (before?.detail !== drawn.detail || before.cards.length !== drawn.cards.length) view.fit();
  const schemas = drawn.groups.length;
  byId("title").textContent =
    `${count(drawn.cards.length, "entity", "entities")} in ${count(schemas, "schema", "schemas")}`;
  choose(chosen !== undefined && chosen < drawn.cards.length ? chosen : undefined);
  point();
  find();
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function card(number: number): SVGGElement | null {
  return picture.querySelector<SVGGElement>(`#card-${number}`);
}

/** Brings an entity forward, with all that it belongs to. */
function emphasize(number: number | undefined): void {
  picture.classList.toggle("focused", number !== undefined);
  for (const lit of picture.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (number === undefined) return;
  card(number)?.classList.add("lit");
  for (const link of picture.querySelectorAll<SVGPathElement>(".link")) {
    const [from, to] = [Number(link.dataset.from), Number(link.dataset.to)];
    if (from !== number && to !== number) continue;
    link.classList.add("lit");
    card(from)?.classList.add("lit");
    card(to)?.classList.add("lit");
  }
}

/** Chooses an entity that is seen. */
function pick(number: number | undefined): void {
  choose(number);
  const place = number === undefined ? undefined : drawn?.cards[number];
  if (place) view.keep(place);
}

function choose(number: number | undefined): void {
  picture.querySelector(".chosen")?.classList.remove("chosen");
  chosen = number;
  emphasize(number);
  aside.hidden = number === undefined;
  if (number === undefined) {
    picture.removeAttribute("aria-activedescendant");
    return;
  }
  const element = card(number);
  element?.classList.add("chosen");
  picture.setAttribute("aria-activedescendant", `card-${number}`);
  byId("told").textContent = element?.getAttribute("aria-label") ?? "";
  aside.replaceChildren(
    ...about(graph, number, {
      open: (field) => post({ kind: "open", number, ...(field !== undefined && { field }) }),
      choose: (other) => visit(other),
    }),
  );
}

/** Chooses an entity and brings it into view. */
function visit(number: number): void {
  choose(number);
  const place = drawn?.cards[number];
  if (place) view.show(place);
}

/** Marks the entity of the file that the user is in. */
function point(): void {
  for (const here of picture.querySelectorAll(".here")) here.classList.remove("here");
  const number = graph.entities.findIndex((entity) => entity.uri === active);
  if (number >= 0) card(number)?.classList.add("here");
}

/** The entities whose names have the letters that are searched for. */
function hits(): number[] {
  const letters = search.value.trim().toLowerCase();
  if (!letters) return [];
  const names = graph.entities.map(({ schema, name }) => `${schema}.${name}`.toLowerCase());
  const found = names.flatMap((name, number) => (name.includes(letters) ? [number] : []));
  const begins = (number: number) =>
    graph.entities[number]?.name.toLowerCase().startsWith(letters) ? 0 : 1;
  return found.sort((a, b) => begins(a) - begins(b) || a - b);
}

function find(): void {
  for (const hit of picture.querySelectorAll(".hit")) hit.classList.remove("hit");
  const found = hits();
  picture.classList.toggle("searching", search.value.trim() !== "");
  for (const number of found) card(number)?.classList.add("hit");
}

const WAYS: Record<string, Way> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

function pressed(event: KeyboardEvent): void {
  const way = WAYS[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (way && drawn) visit(nearest(drawn.cards, chosen, way) ?? 0);
  else if (event.key === "Enter" && chosen !== undefined) post({ kind: "open", number: chosen });
  else if (event.key === "+" || event.key === "=") view.zoom(1.25);
  else if (event.key === "-") view.zoom(0.8);
  else if (event.key === "0") view.fit();
  else if (event.key === "/") search.focus();
  else if (event.key === "Escape") choose(undefined);
  else return;
  event.preventDefault();
}

function numberOf(target: EventTarget | null): number | undefined {
  const element = target instanceof Element ? target.closest<SVGGElement>(".card") : null;
  return element ? Number(element.dataset.number) : undefined;
}

picture.addEventListener("keydown", pressed);
picture.addEventListener("click", (event) => {
  if (view.hasMoved) return;
  pick(numberOf(event.target));
});
picture.addEventListener("dblclick", (event) => {
  const number = numberOf(event.target);
  if (number !== undefined) post({ kind: "open", number });
});
picture.addEventListener("pointerover", (event) => {
  if (chosen === undefined) emphasize(numberOf(event.target));
});
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  const [first] = hits();
  if (event.key === "Enter" && first !== undefined) {
    visit(first);
    picture.focus();
  } else if (event.key === "Escape") {
    search.value = "";
    find();
    picture.focus();
  }
});
detail.addEventListener("change", () => {
  wanted = detail.value as Detail;
  remember({ detail: wanted });
  draw();
});
byId("smaller").addEventListener("click", () => view.zoom(0.8));
byId("larger").addEventListener("click", () => view.zoom(1.25));
byId("fit").addEventListener("click", () => view.fit());
byId("svg").addEventListener("click", () => {
  if (drawn) post({ kind: "export", format: "svg", text: standalone(drawn) });
});
byId("mermaid").addEventListener("click", () =>
  post({ kind: "export", format: "mermaid", text: mermaid(graph) }),
);

addEventListener("message", ({ data }: MessageEvent<ToDiagram>) => {
  if (data.kind === "active") {
    active = data.uri;
    point();
    return;
  }
  const isNothing = data.kind === "nothing";
  byId("nothing").hidden = !isNothing;
  byId("stage").hidden = isNothing;
  if (isNothing) {
    byId("nothing").textContent = data.reason;
    return;
  }
  graph = data.graph;
  draw();
});
post({ kind: "ready" });
