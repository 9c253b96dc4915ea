// The pictures of the docs: what each shows, and how much of the window.

import fs from "node:fs";
import path from "node:path";
import { addLine, mode, REPAIR, ready, tryRefused } from "./steps.mjs";

/** As little as possible around what is shown. */
const SETTINGS = {
  "editor.fontFamily": "JetBrains Mono, monospace",
  "editor.fontSize": 14,
  "editor.lineHeight": 1.6,
  "editor.renderLineHighlight": "none",
  "editor.parameterHints.enabled": false,
  "breadcrumbs.enabled": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "scm.diffDecorations": "none",
};

async function begin(bench, file = REPAIR, example = "shop", theme = "Default Dark Modern") {
  const folder = bench.copy(example);
  fs.mkdirSync(path.join(folder, ".vscode"));
  fs.writeFileSync(
    path.join(folder, ".vscode/settings.json"),
    JSON.stringify({ ...SETTINGS, "workbench.colorTheme": theme }),
  );
  await bench.open(folder, file);
  await mode(bench, "SpecQL");
  await ready(bench);
  await bench.command("View: Close Primary Side Bar");
}

/** The spec, and its SQL beside it with the current field marked. */
async function preview(bench) {
  await bench.command("SpecQL: Preview the SQL");
  const frame = await bench.webview("#sql .line");
  await bench.page.locator(".tab", { hasText: "repair.yaml" }).first().click();
  await bench.gotoText(REPAIR, "complaint: text!", 3);
  await frame.locator(".line.marked", { hasText: "complaint text NOT NULL" }).waitFor();
}

export const pictures = {
  async "the preview"(bench) {
    await begin(bench);
    await preview(bench);
    await bench.screenshot("preview");
  },

  async "the preview in light"(bench) {
    await begin(bench, REPAIR, "shop", "Default Light Modern");
    await preview(bench);
    await bench.screenshot("preview-light");
  },

  async "a quick fix"(bench) {
    await begin(bench);
    await addLine(bench, REPAIR, "findings: markdown", "approved_by: ref(Mechanik)");
    await bench.page.keyboard.press("Escape");
    await bench.page.locator(".squiggly-error").first().waitFor();
    await bench.page.keyboard.press("ArrowLeft");
    await bench.page.keyboard.press("ArrowLeft");
    await bench.page.keyboard.press("Control+.");
    await bench.page.locator(".action-widget .monaco-list-row").first().waitFor();
    await bench.screenshot("quick-fix", { clip: { x: 0, y: 0, width: 900, height: 680 } });
  },

  async completion(bench) {
    await begin(bench);
    await addLine(bench, REPAIR, "findings: markdown", "tested_by: ref(");
    const offers = bench.page.locator(".suggest-widget.visible .monaco-list-row");
    await bench.until("more about the offer", async () => {
      await bench.page.keyboard.press("Control+Space");
      await offers.first().waitFor();
      await bench.page.waitForTimeout(800);
      return bench.page.locator(".suggest-details:visible").isVisible();
    });
    await bench.screenshot("completion", { clip: { x: 0, y: 0, width: 1100, height: 640 } });
  },

  async hover(bench) {
    await begin(bench);
    await bench.gotoText(REPAIR, "ref(Mechanic)", "ref(Mec".length);
    await bench.command("Show or Focus Hover");
    await bench.page.locator(".monaco-hover:visible", { hasText: "Mechanic" }).first().waitFor();
    await bench.screenshot("hover", {
      clip: { x: 0, y: 0, width: 1180, height: 480 },
      keepPointer: true,
    });
  },

  async "the diagram"(bench) {
    await begin(bench);
    await bench.command("SpecQL: Show the Entity Diagram");
    const frame = await bench.webview(".card");
    await frame.locator('.card[aria-label^="crm.Customer"]').click();
    await frame.locator("#about h2", { hasText: "Customer" }).waitFor();
    await bench.screenshot("diagram-entity");
  },

  async "a try in a database"(bench) {
    await tryRefused(bench, begin);
    await bench.screenshot("try-it");
  },
};
