// What scenarios and pictures do alike.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

export const CUSTOMER = "entities/crm/customer.yaml";
export const REPAIR = "entities/workshop/repair.yaml";

/** So many milliseconds a database may take, also on a busy machine. */
export const DATABASE = 240_000;

export async function mode(bench, language) {
  await bench.until(`the language ${language}`, async () => {
    const shown = await bench.page.locator("#status\\.editor\\.mode").textContent();
    return shown.trim() === language;
  });
}

/** Waits until the server has read the workspace. */
export async function ready(bench) {
  const item = bench.page.locator(".statusbar-item[id*='specql']").first();
  await item.waitFor();
  await bench.until("the server", async () =>
    (await item.locator("a").first().innerHTML()).includes("codicon-check"),
  );
}

/** What the item of the status bar tells those who listen. */
export function told(bench, ...words) {
  const item = bench.page.locator(".statusbar-item[id*='specql']").first();
  return bench.until(words.join(", "), async () => {
    const said = (await item.getAttribute("aria-label")) ?? "";
    return words.every((word) => said.includes(word));
  });
}

/** Opens a file of an example, and waits for the server. */
export async function begin(bench, file = REPAIR, example = "shop") {
  await bench.open(bench.copy(example), file);
  await mode(bench, "SpecQL");
  await ready(bench);
}

/** The colours of the words in a line that has this text. */
export function colours(bench, text) {
  return bench.page.evaluate((wanted) => {
    const lines = [...document.querySelectorAll(".view-line")];
    const line = lines.find((one) => one.textContent.replaceAll("\u00a0", " ").includes(wanted));
    const spans = [...(line?.querySelectorAll("span span") ?? [])];
    return spans.map((span) => [span.textContent, getComputedStyle(span).color]);
  }, text);
}

/** Tries the SQL of a spec whose table the database refuses, and waits until that is told. */
export async function tryRefused(bench, beginning = begin) {
  const bike = "entities/rental/bike.yaml";
  await beginning(bench, bike, "next");
  await bench.command("SpecQL: Try the SQL in a Database");
  const frame = await bench.webview("#trial");
  const said = frame.locator("#said");
  const says = (words) => async () => words.test((await said.textContent()) ?? "");
  await bench.until(
    "what the database says",
    says(/^PostgreSQL [0-9.]+ takes it: [0-9]+ tables, [0-9]+ functions/),
    DATABASE,
  );
  await bench.page.locator(".tab", { hasText: "bike.yaml" }).first().click();
  const check = "{type: check, name: is_at_home, expression: tracker > '10.0.0.400'}";
  await addLine(bench, bike, "constraints:", `- ${check}`);
  await addLine(bench, bike, "moved_at: datetime", "tracker: ipAddress");
  await bench.until("that it is no longer true", says(/The specs have changed since/));
  await frame.locator("#try").click();
  await bench.until("the refusal", says(/ refuses [0-9]+ of [0-9]+ statements/), DATABASE);
  await bench.page.locator(".squiggly-error").first().waitFor();
  return frame;
}

/** Writes a new line behind one of a file. */
export async function addLine(bench, file, behind, text) {
  await bench.gotoText(file, behind, behind.length);
  await bench.page.keyboard.press("Enter");
  await bench.type(text);
}

export async function theme(bench, name) {
  await bench.command("Preferences: Color Theme");
  await bench.page.locator('.quick-input-widget input[placeholder*="Color Theme"]').fill(name);
  await bench.choose(name);
  await bench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  // It is kept for the next window somewhat later than it is shown.
  await bench.page.waitForTimeout(1500);
}

/** Holds a page of the extension against the rules of accessibility, colours and contrast included. */
export async function accessible(frame, what) {
  const source = path.join(process.env.TOOLS, "axe/node_modules/axe-core/axe.min.js");
  await frame.evaluate(fs.readFileSync(source, "utf8"));
  const found = await frame.evaluate(async () => {
    // The frame around the page is the workbench's own.
    const { violations } = await window.axe.run(document.body, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => [
      id,
      ...nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 200)} ${any[0]?.message ?? ""}`),
    ]);
  });
  assert.deepEqual(found, [], what);
}
