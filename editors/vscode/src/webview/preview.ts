// The page of the SQL preview.

import { lines, type Token } from "../preview/highlight";
import { foremost } from "../preview/map";
import type { FromPreview, Scope, ToPreview } from "../preview/messages";
import type { Piece, Position } from "../shared/protocol";
import { api, byId } from "./page";
import { showTrial } from "./trial";

const { post } = api<FromPreview>();
const main = byId("sql");
const title = byId("title");
const nothing = byId("nothing");
const told = byId("told");
const scopes = [...document.querySelectorAll<HTMLButtonElement>("[data-scope]")];

let map: Piece[] = [];
let shown: string[] = [];
let text: string[] = [];
/** What has been shown before; then what changes is worth a flash. */
let shownTitle = "";

function line(tokens: Token[]): HTMLElement {
  const row = document.createElement("div");
  row.className = "line";
  const code = document.createElement("code");
  for (const { kind, text } of tokens) {
    if (kind === "plain") code.append(text);
    else {
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = text;
      code.append(span);
    }
  }
  row.append(code);
  return row;
}

/** Shows SQL, and makes anew only the lines between the first and the last that differ. */
function show(sql: string, isSame: boolean): void {
  const next = lines(sql);
  const texts = next.map((tokens) => tokens.map(({ kind, text }) => `${kind}:${text}`).join("\0"));
  let start = 0;
  while (start < texts.length && start < shown.length && texts[start] === shown[start]) start++;
  let end = 0;
  const most = Math.min(texts.length, shown.length) - start;
  while (end < most && texts[texts.length - 1 - end] === shown[shown.length - 1 - end]) end++;
  const rows = [...main.children];
  for (const row of rows.slice(start, rows.length - end)) row.remove();
  const fresh = next.slice(start, next.length - end).map(line);
  if (isSame) for (const row of fresh) row.classList.add("fresh");
  const behind = main.children[start] ?? null;
  const fragment = document.createDocumentFragment();
  fragment.append(...fresh);
  main.insertBefore(fragment, behind);
  shown = texts;
  text = sql.split("\n");
}

/** Text nodes of a line with where they begin. */
function pointIn(row: Element, character: number): [Node, number] | undefined {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let rest = character;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (rest <= length) return [node, rest];
    rest -= length;
  }
  return undefined;
}

/** Marks what the cursor of the spec stands on, and scrolls to the first of it. */
function mark(numbers: number[], follow: boolean): void {
  for (const row of main.querySelectorAll(".marked")) row.classList.remove("marked");
  const exact: globalThis.Range[] = [];
  const places = numbers.map((number) => map[number]).filter((piece) => piece !== undefined);
  places.sort((a, b) => a.sql.start.line - b.sql.start.line);
  for (const { sql } of places) {
    const ends = sql.end.character > 0 || sql.end.line === sql.start.line;
    const last = ends ? sql.end.line : sql.end.line - 1;
    for (let at = sql.start.line; at <= last; at++) main.children[at]?.classList.add("marked");
    const [first, final] = [main.children[sql.start.line], main.children[sql.end.line]];
    const from = first && pointIn(first, sql.start.character);
    const to = final && pointIn(final, sql.end.character);
    if (!from || !to) continue;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    exact.push(range);
  }
  CSS.highlights.set("source", new Highlight(...exact));
  const first = foremost(text, places);
  if (!first) return;
  const row = main.children[first.sql.start.line] as HTMLElement | undefined;
  told.textContent = row ? `Marked: ${row.textContent}` : "";
  if (follow && row && !isVisible(row)) {
    const top = row.offsetTop - main.offsetTop - main.clientHeight / 2;
    main.scrollTo({ top, behavior: isCalm() ? "auto" : "smooth" });
  }
}

function isVisible(row: Element): boolean {
  const [place, frame] = [row.getBoundingClientRect(), main.getBoundingClientRect()];
  return place.top >= frame.top && place.bottom <= frame.bottom;
}

function isCalm(): boolean {
  const body = document.body.classList;
  return (
    body.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches
  );
}

function choose(scope: Scope): void {
  for (const button of scopes) {
    const isChosen = button.dataset.scope === scope;
    button.setAttribute("aria-checked", String(isChosen));
    button.tabIndex = isChosen ? 0 : -1;
  }
}

/** Where in the SQL was clicked. */
function positionOf(event: MouseEvent): Position | undefined {
  const row = event.target instanceof Element ? event.target.closest(".line") : undefined;
  if (!row) return undefined;
  const caret = document.caretRangeFromPoint(event.clientX, event.clientY);
  let character = 0;
  if (caret && row.contains(caret.startContainer)) {
    const before = new Range();
    before.selectNodeContents(row);
    before.setEnd(caret.startContainer, caret.startOffset);
    character = before.toString().length;
  }
  return { line: [...main.children].indexOf(row), character };
}

main.addEventListener("click", (event) => {
  if (getSelection()?.isCollapsed === false) return;
  const at = positionOf(event);
  if (at) post({ kind: "jump", at });
});
main.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const marked = main.querySelector(".marked");
  if (marked)
    post({ kind: "jump", at: { line: [...main.children].indexOf(marked), character: 0 } });
});
for (const button of scopes) {
  button.addEventListener("click", () =>
    post({ kind: "scope", scope: button.dataset.scope as Scope }),
  );
  button.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = scopes[(scopes.indexOf(button) + step + scopes.length) % scopes.length];
    next?.focus();
    next?.click();
  });
}
byId("copy").addEventListener("click", () => post({ kind: "copy" }));
byId("save").addEventListener("click", () => post({ kind: "save" }));

addEventListener("message", ({ data }: MessageEvent<ToPreview>) => {
  if (data.kind === "marks") {
    mark(data.marks, data.follow);
    return;
  }
  if (data.kind === "trial") {
    showTrial(data.isPossible, data.state, post);
    return;
  }
  choose(data.scope);
  const isNothing = data.kind === "nothing";
  nothing.hidden = !isNothing;
  main.hidden = isNothing;
  if (isNothing) {
    nothing.textContent = data.reason;
    title.textContent = "";
    return;
  }
  map = data.map;
  show(data.sql, data.title === shownTitle);
  shownTitle = data.title;
  title.textContent = data.title;
});
post({ kind: "ready" });
