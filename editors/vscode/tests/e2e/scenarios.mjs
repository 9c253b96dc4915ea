// What a user does, and what is then to be seen.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { writeLarge } from "./large.mjs";
import {
  accessible,
  addLine,
  begin,
  CUSTOMER,
  colours,
  mode,
  REPAIR,
  ready,
  theme,
  told,
  tryRefused,
} from "./steps.mjs";

export const scenarios = {
  async "a spec below entities is SpecQL, with colours"(bench) {
    await begin(bench);
    await bench.until("colours", async () => {
      const found = await colours(bench, "bicycle: ref(crm.Bicycle)!");
      return new Set(found.map(([, colour]) => colour)).size >= 3;
    });
    await bench.screenshot("highlighting");
  },

  async "foreign YAML stays YAML"(bench) {
    const shop = bench.copy("shop");
    fs.mkdirSync(path.join(shop, "deploy"));
    fs.writeFileSync(path.join(shop, "deploy/pod.yaml"), "apiVersion: v1\nkind: Pod\n");
    fs.writeFileSync(path.join(shop, "deploy/spare.yaml"), "entity: Spare\nfields:\n  a: text\n");
    await bench.open(shop, "deploy/pod.yaml");
    await mode(bench, "YAML");
    await bench.openFile("deploy/spare.yaml");
    await mode(bench, "SpecQL");
    await bench.openFile("deploy/pod.yaml");
    await mode(bench, "YAML");
  },

  async "mistakes are marked while they are typed, and fixed"(bench) {
    await begin(bench);
    await addLine(bench, REPAIR, "findings: markdown", "approved_by: ref(Mechanik)");
    await bench.page.keyboard.press("Escape");
    const word = bench.page
      .locator(".view-line", { hasText: "Mechanik" })
      .locator("span span", { hasText: "Mechanik" })
      .last();
    await bench.page.locator(".squiggly-error").first().waitFor();
    await bench.until("the reason", async () => {
      await bench.page.mouse.move(720, 899);
      await word.hover();
      await bench.page.waitForTimeout(1000);
      const told = await bench.page.locator(".monaco-hover:visible").allTextContents();
      return told.join(" ").includes("unknown-entity");
    });
    await bench.screenshot("mistake", { keepPointer: true });
    await bench.page.keyboard.press("Escape");
    await bench.page.keyboard.press("ArrowLeft");
    await bench.page.keyboard.press("ArrowLeft");
    await bench.page.keyboard.press("Control+.");
    const fix = bench.page
      .locator(".action-widget .monaco-list-row", { hasText: /Mechanic\b/ })
      .first();
    await fix.waitFor();
    await bench.screenshot("quick-fix");
    await fix.click();
    await bench.until("the fix", async () => {
      const text = await bench.visibleText();
      return text.includes("approved_by: ref(Mechanic)");
    });
  },

  async "completion offers what fits"(bench) {
    await begin(bench);
    await addLine(bench, REPAIR, "findings: markdown", "tested_by: ref(Mec");
    await bench.page.keyboard.press("Control+Space");
    const row = bench.page.locator(".suggest-widget.visible .monaco-list-row", {
      hasText: "Mechanic",
    });
    await row.first().waitFor();
    await bench.screenshot("completion");
    await bench.page.keyboard.press("Enter");
    await bench.until("the name", async () =>
      (await bench.visibleText()).includes("tested_by: ref(Mechanic)"),
    );
  },

  async "hover tells, and a definition is in another file"(bench) {
    await begin(bench);
    await bench.gotoText(REPAIR, "ref(crm.Customer)", "ref(crm.Cu".length);
    await bench.command("Show or Focus Hover");
    const hover = bench.page.locator(".monaco-hover:visible");
    await bench.until("the hover", async () =>
      (await hover.allTextContents()).join(" ").includes("Customer"),
    );
    await bench.screenshot("hover");
    await bench.page.keyboard.press("Escape");
    await bench.page.keyboard.press("Escape");
    await bench.page.keyboard.press("F12");
    await bench.page.waitForSelector('.tab.active[data-resource-name="customer.yaml"]');
  },

  async "a field is renamed in all files"(bench) {
    await begin(bench, CUSTOMER);
    await bench.gotoText(CUSTOMER, "full_name:", 2);
    await bench.page.keyboard.press("F2");
    const input = bench.page.locator(".rename-box input").first();
    await input.waitFor();
    await input.fill("whole_name");
    await bench.screenshot("rename");
    await bench.page.keyboard.press("Enter");
    await bench.until("the new name", async () =>
      (await bench.visibleText()).includes("whole_name:"),
    );
    await bench.openFile(REPAIR);
    await bench.until("the new name elsewhere", async () =>
      (await bench.visibleText()).includes("fields: [whole_name, phone]"),
    );
  },

  async "the preview follows the cursor and what is typed"(bench) {
    await begin(bench);
    await bench.command("SpecQL: Preview the SQL");
    const frame = await bench.webview("#sql .line");
    const sql = frame.locator("#sql");
    const has = (text) => async () => (await sql.textContent()).includes(text);
    await bench.until("the table", has("CREATE TABLE workshop.tb_repair"));
    await bench.page.locator(".tab", { hasText: "repair.yaml" }).first().click();
    await bench.gotoText(REPAIR, "complaint: text!", 3);
    const marked = frame.locator(".line.marked");
    await bench.until("the column's mark", async () =>
      (await marked.allTextContents()).some((line) => line.includes("complaint text NOT NULL")),
    );
    await bench.screenshot("preview");
    await accessible(frame, "the preview");
    await addLine(bench, REPAIR, "findings: markdown", "warranty_ends: date");
    await bench.until("the new column", has("warranty_ends date"));
    // A click on SQL leads to the spec.
    const line = frame.locator(".line", { hasText: "promised_at timestamptz" }).first();
    await line.locator("code").click({ position: { x: 50, y: 8 } });
    await bench.until("the cursor at the field", async () => {
      const place = await bench.page.locator("#status\\.editor\\.selection").textContent();
      return place.includes("Ln 24,");
    });
    await frame.locator('[data-scope="workspace"]').click();
    await bench.until("the SQL of all", async () => {
      const text = await sql.textContent();
      return ["tb_repair", "tb_customer", "tb_part"].every((table) => text.includes(table));
    });
    await frame.locator('[data-scope="action"]').click();
    await bench.until("the SQL of the field", async () =>
      (await frame.locator("#title").textContent()).includes("promised_at"),
    );
    await bench.screenshot("preview-field");
    await frame.locator("#copy").click();
    await bench.page.locator(".statusbar-item", { hasText: "SQL copied" }).waitFor();
    await frame.locator("#save").click();
    const name = bench.page.locator(".quick-input-widget input").first();
    await bench.until("the name of a file", async () =>
      (await name.inputValue()).endsWith("repair_promised_at.sql"),
    );
    const file = path.join(bench.folder, "saved.sql");
    await name.fill(file);
    await bench.page.keyboard.press("Enter");
    await bench.until("the file", () => fs.existsSync(file));
    await bench.until("all of it", () => fs.readFileSync(file, "utf8").includes("promised_at"));
    // In the SQL of all, a click leads to the spec that it comes from.
    await frame.locator('[data-scope="workspace"]').click();
    const other = frame.locator(".line", { hasText: "CREATE TABLE catalog.tb_brand" }).first();
    await other.locator("code").click({ position: { x: 20, y: 8 } });
    await bench.page.waitForSelector('.tab.active[data-resource-name="brand.yaml"]');
  },

  async "the SQL is tried in a database, and what that refuses is marked in the spec"(bench) {
    const frame = await tryRefused(bench);
    const link = frame.locator("#problems button", { hasText: "bike.yaml:25" });
    await bench.screenshot("try-it");
    await link.click();
    await bench.until("the cursor at the mistake", async () => {
      const place = await bench.page.locator("#status\\.editor\\.selection").textContent();
      return place.includes("Ln 25,");
    });
    await frame.locator("#dismiss").click();
    await bench.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  },

  async "the diagram shows the entities by schema"(bench) {
    await begin(bench);
    await bench.command("SpecQL: Show the Entity Diagram");
    const frame = await bench.webview(".card");
    assert.equal(await frame.locator(".card").count(), 12);
    assert.equal(await frame.locator(".group").count(), 3);
    await bench.screenshot("diagram");
    await frame.locator('.card[aria-label^="crm.Customer"]').click();
    await frame.locator("#about h2", { hasText: "Customer" }).waitFor();
    assert.ok((await frame.locator(".card.lit").count()) > 2);
    await bench.screenshot("diagram-entity");
    await accessible(frame, "the diagram");
    await frame.locator("#search").fill("mech");
    await frame.locator("#search").press("Enter");
    await frame.locator("#about h2", { hasText: "Mechanic" }).waitFor();
    await bench.page.keyboard.press("Enter");
    await bench.page.waitForSelector('.tab.active[data-resource-name="mechanic.yaml"]');
    await addLine(bench, "entities/workshop/mechanic.yaml", "fields:", "  favourite: ref(Task)");
    await bench.page.locator(".tab", { hasText: "Entities" }).first().click();
    await frame.locator('.card[aria-label*="Mechanic"][aria-label*="refers to Task"]').waitFor();
    for (const [format, beginning] of [
      ["svg", "<svg "],
      ["mermaid", "erDiagram\n"],
    ]) {
      await frame.locator(`#${format}`).click();
      const file = path.join(bench.folder, `saved.${format}`);
      const name = bench.page.locator(".quick-input-widget input").first();
      await bench.until("the name of a file", async () =>
        (await name.inputValue()).includes("entities."),
      );
      await name.fill(file);
      await bench.page.keyboard.press("Enter");
      await bench.until("the file", () => fs.existsSync(file) && fs.statSync(file).size > 0);
      assert.ok(fs.readFileSync(file, "utf8").startsWith(beginning), format);
    }
  },

  async "two hundred entities can be read"(bench) {
    const folder = path.join(bench.state, "large");
    const count = writeLarge(folder);
    await bench.open(folder, "entities/crm/customer.yaml");
    await mode(bench, "SpecQL");
    await ready(bench);
    await bench.command("SpecQL: Show the Entity Diagram");
    const frame = await bench.webview(".card");
    assert.equal(await frame.locator(".card").count(), count);
    await bench.command("View: Toggle Primary Side Bar Visibility");
    await bench.screenshot("diagram-200");
    await frame.locator("#search").fill("invoice");
    await frame.locator("#search").press("Enter");
    await frame.locator("#about h2", { hasText: "Invoice" }).waitFor();
    await bench.screenshot("diagram-200-found");
  },

  async "the workspace is checked, with its problems in their place"(bench) {
    await begin(bench);
    await bench.command("SpecQL: Check the Workspace");
    await bench.until("the end of the check", async () => {
      const rows = await bench.page.locator(".terminal-wrapper .xterm-rows").allTextContents();
      return rows.join(" ").includes("files checked");
    });
    await bench.command("Problems: Focus on Problems View");
    await bench.until("problems of closed files", async () => {
      const rows = await bench.page.locator(".markers-panel .monaco-list-row").allTextContents();
      // The server tells them already; each is there once.
      const one = rows.filter((row) => row.includes("shared-schema") && row.includes("[Ln 7,"));
      return rows.some((row) => row.includes("brand.yaml")) && one.length === 1;
    });
    await bench.screenshot("check");
  },

  async "the reference of a code opens without a network"(bench) {
    await begin(bench);
    await bench.command("SpecQL: Open the Reference of a Code");
    const offer = bench.page.locator(".quick-input-list .monaco-list-row", { hasText: "action-" });
    await offer.first().waitFor();
    await bench.page.locator(".quick-input-widget input").first().fill("required-cycle");
    await bench.choose("required-cycle");
    const frame = await bench.webview("h1", async (found) =>
      ((await found.locator("h1").first().textContent()) ?? "").includes("required-cycle"),
    );
    await frame.locator("code").first().waitFor();
    await bench.screenshot("reference");
  },

  async "all of it can be seen in light and in high contrast"(bench) {
    await begin(bench);
    await bench.command("View: Toggle Primary Side Bar Visibility");
    for (const [name, file] of [
      ["Light Modern", "light"],
      ["Dark High Contrast", "high-contrast"],
    ]) {
      await theme(bench, name);
      await bench.openFile(REPAIR);
      await bench.command("SpecQL: Preview the SQL");
      const preview = await bench.webview("#sql .line");
      await bench.page.locator(".tab", { hasText: "repair.yaml" }).first().click();
      await bench.gotoText(REPAIR, "mechanic: ref(Mechanic)", 3);
      await preview.locator(".line.marked").first().waitFor();
      await bench.screenshot(`preview-${file}`);
      await accessible(preview, `the preview in ${name}`);
      await bench.command("SpecQL: Show the Entity Diagram");
      const diagram = await bench.webview(".card");
      await diagram.locator('.card[aria-label^="crm.Customer"]').click();
      await bench.screenshot(`diagram-${file}`);
      await accessible(diagram, `the diagram in ${name}`);
      await bench.command("View: Close All Editors");
    }
    await theme(bench, "Dark Modern");
  },

  async "commands: the target is switched, the server restarted, the walkthrough opened"(bench) {
    await begin(bench);
    const status = bench.page.locator(".statusbar-item[id*='specql']").first();
    const says = (text) => async () => (await status.textContent()).includes(text);
    await bench.until("the target of now", says("SpecQL 0.8"));
    await bench.command("SpecQL: Switch the Target");
    await bench.choose("next");
    await bench.until("the other target", says("SpecQL next"));
    await bench.command("SpecQL: Restart the Server");
    await ready(bench);
    await bench.until("the same target", says("SpecQL next"));
    await bench.command("Welcome: Open Walkthrough");
    await bench.page.locator(".quick-input-widget input").first().fill("Write SpecQL");
    await bench.choose("Write SpecQL with confidence");
    await bench.page
      .locator(".gettingStartedContainer", { hasText: "Write an entity" })
      .first()
      .waitFor();
    await bench.screenshot("walkthrough");
  },

  async "the status says how the server is, and why a file is not analysed"(bench) {
    const shop = bench.copy("shop");
    fs.mkdirSync(path.join(shop, ".vscode"));
    const exclude = JSON.stringify({ "specql.files.exclude": ["**/note.yaml"] });
    fs.writeFileSync(path.join(shop, ".vscode/settings.json"), exclude);
    await bench.open(shop, REPAIR);
    await ready(bench);
    await told(bench, "Ready", "This file is analysed", "Target: 0.8", "specql-lsp 0.1.0");
    await bench.openFile("entities/crm/note.yaml");
    await told(bench, "This file is not analysed");
    await bench.page.locator(".statusbar-item[id*='specql']").first().hover();
    await bench.page.locator(".monaco-hover:visible", { hasText: "not analysed" }).waitFor();
    await bench.screenshot("status", { keepPointer: true });
    await bench.page.locator(".statusbar-item[id*='specql']").first().click();
    await bench.choose("Show the Log");
    await bench.until("the log", async () => {
      const log = await bench.page.locator(".part.panel .view-line").allInnerTexts();
      return log.join("\n").replaceAll("\u00a0", " ").includes("(bundled)");
    });
    await told(bench, "This file is not analysed");
  },

  async "a task of the user's own is read by the problem matcher"(bench) {
    const shop = bench.copy("shop");
    const task = { type: "specql", command: "check", problemMatcher: "$specql" };
    const tasks = { version: "2.0.0", tasks: [{ ...task, label: "check the specs" }] };
    fs.mkdirSync(path.join(shop, ".vscode"));
    fs.writeFileSync(path.join(shop, ".vscode/tasks.json"), JSON.stringify(tasks));
    await bench.open(shop, REPAIR);
    await ready(bench);
    const problems = bench.page.locator("#status\\.problems");
    const warnings = async () => {
      const said = await problems.getAttribute("aria-label");
      return Number(/Warnings: ([0-9]+)/.exec(said ?? "")?.[1] ?? 0);
    };
    const told = await bench.until("the server's warnings", warnings);
    await bench.command("Tasks: Run Task");
    await bench.page.locator(".quick-input-widget input").first().fill("check the specs");
    await bench.choose("check the specs");
    await bench.until("those of the matcher", async () => (await warnings()) > told);
  },

  async "a workspace that is not trusted names no program"(bench) {
    const shop = bench.copy("shop");
    fs.mkdirSync(path.join(shop, ".vscode"));
    const own = JSON.stringify({ "specql.server.path": "/no/such/server" });
    fs.writeFileSync(path.join(shop, ".vscode/settings.json"), own);
    const trust = {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
      "security.workspace.trust.banner": "never",
    };
    await bench.under(trust, async () => {
      await bench.open(shop, REPAIR);
      await bench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
      // Specs are read all the same, by the server that comes with the extension.
      await ready(bench);
      await addLine(bench, REPAIR, "findings: markdown", "approved_by: ref(Mechanik)");
      await bench.page.locator(".squiggly-error").first().waitFor();
      await bench.command("SpecQL: Preview the SQL");
      await bench.webview("#sql .line");
      await bench.screenshot("restricted");
      // Trusted, the workspace has its way.
      await bench.command("Workspaces: Manage Workspace Trust");
      await bench.page.locator(".workspace-trust-buttons-row .monaco-button").first().click();
      const said = bench.page.locator(".notification-toast", { hasText: "/no/such/server" });
      await said.first().waitFor();
    });
  },

  async "a server that does not run is told, with a way out"(bench) {
    const shop = bench.copy("shop");
    fs.mkdirSync(path.join(shop, ".vscode"));
    const settings = JSON.stringify({ "specql.server.path": "/no/such/server" });
    fs.writeFileSync(path.join(shop, ".vscode/settings.json"), settings);
    await bench.open(shop, REPAIR);
    const told = bench.page.locator(".notification-toast", { hasText: "/no/such/server" }).first();
    await told.waitFor();
    await told.locator("text=Set the Path").waitFor();
    await bench.screenshot("no-server");
    // The setting mended, the server starts.
    fs.rmSync(path.join(shop, ".vscode/settings.json"));
    await ready(bench);
  },
};
