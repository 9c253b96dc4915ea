// What the page of the SQL preview shows of a try in a database.

import type { FromPreview } from "../preview/messages";
import type { Problem } from "../trial/report";
import type { TrialState } from "../trial/try-it";
import { byId } from "./page";

const SIGNS = { none: "", running: "◌", good: "✓", bad: "✕", failed: "!" };
const STALE = " The specs have changed since.";

/** Shows how a try is. */
export function showTrial(
  isPossible: boolean,
  state: TrialState,
  post: (message: FromPreview) => void,
): void {
  const isRunning = state.kind === "running";
  const button = byId("try");
  button.hidden = !isPossible;
  button.textContent = isRunning ? "Cancel" : "Try It";
  button.onclick = () => post({ kind: isRunning ? "cancel" : "try" });
  byId("dismiss").onclick = () => post({ kind: "dismiss" });
  const look = lookOf(state);
  const section = byId("trial");
  section.hidden = state.kind === "none";
  section.className = look;
  byId("sign").textContent = SIGNS[look];
  byId("said").textContent = said(state);
  const problems = state.kind === "done" ? state.report.problems : [];
  byId("problems").replaceChildren(...problems.map((problem, at) => item(problem, at, post)));
}

function lookOf(state: TrialState): keyof typeof SIGNS {
  if (state.kind !== "done") return state.kind;
  return state.report.problems.some(({ isOnlyHere }) => !isOnlyHere) ? "bad" : "good";
}

function said(state: TrialState): string {
  switch (state.kind) {
    case "none":
      return "";
    case "running":
      return state.told;
    case "failed":
      return state.reason;
    case "done":
      return state.report.sentence + (state.isStale ? STALE : "");
  }
}

function item(
  { message, place }: Problem,
  number: number,
  post: (message: FromPreview) => void,
): HTMLElement {
  const made = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = message;
  made.append(words);
  if (place) {
    const file = decodeURIComponent(place.uri.split("/").at(-1) ?? "");
    const link = document.createElement("button");
    link.className = "link";
    link.textContent = `${file}:${place.range.start.line + 1}`;
    link.addEventListener("click", () => post({ kind: "problem", number }));
    made.append(link);
  }
  return made;
}
