// A VS Code workbench in a headless browser, and what a user does with it.

import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const require = createRequire(path.join(process.env.TOOLS, "playwright", "x.js"));
const { chromium } = require("playwright-core");

/** Longer than anything takes, also on a busy machine. */
const LONG = 90_000;

export class Workbench {
  static async launch({ port, ...around }) {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), "specql-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM,
      headless: true,
      viewport: { width: 1440, height: 900 },
      locale: "en-US",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const bench = new Workbench();
    Object.assign(bench, { context, profile, host: `127.0.0.1:${port}`, ...around });
    bench.page = context.pages()[0] ?? (await context.newPage());
    bench.page.setDefaultTimeout(LONG);
    bench.outside = new Set();
    bench.page.on("request", (request) => {
      const { protocol, host, origin } = new URL(request.url());
      // Files of a webview have such an address, under which a worker of the page gives them.
      const isOwn = host === bench.host || host.endsWith(".vscode-resource.vscode-cdn.net");
      if (/^(https?|wss?):$/.test(protocol) && !isOwn) bench.outside.add(origin);
    });
    return bench;
  }

  async close() {
    await this.context.close();
    fs.rmSync(this.profile, { recursive: true, force: true });
  }

  /** Opens a folder, with files in tabs; the last one is in front. */
  async open(folder, ...files) {
    this.folder = folder;
    const uri = (file) => `vscode-remote://${this.host}${path.join(folder, file)}`;
    const payload = encodeURIComponent(
      JSON.stringify(files.map((file) => ["openFile", uri(file)])),
    );
    await this.page.goto(
      `http://${this.host}/?folder=${encodeURIComponent(folder)}&payload=${payload}`,
    );
    await this.page.waitForSelector(".monaco-workbench");
    if (files.length > 0) await this.page.waitForSelector(".editor-instance .view-line");
  }

  async command(title) {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.choose(title);
  }

  /** Takes what has this text of a list of offers. */
  async choose(text) {
    await this.page
      .locator(".quick-input-list .monaco-list-row", { hasText: text })
      .first()
      .click();
  }

  async openFile(file) {
    await this.page.keyboard.press("Control+P");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(file);
    await this.choose(path.basename(file));
    await this.page.waitForSelector(`.tab.active[data-resource-name="${path.basename(file)}"]`);
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goto(line, column = 1) {
    await this.page.keyboard.press("Control+G");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Puts the cursor on a word of a file on the disk. */
  async gotoText(file, text, offset = 0) {
    const whole = fs.readFileSync(path.join(this.folder, file), "utf8");
    const at = whole.indexOf(text);
    if (at < 0) throw new Error(`${file} has no ${text}`);
    const before = whole.slice(0, at + offset).split("\n");
    await this.goto(before.length, before.at(-1).length + 1);
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 25 });
  }

  /** The frame of a webview that has an element. */
  async webview(selector, accept = async () => true) {
    return this.until(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        const found = frame.locator(selector).first();
        const isThere = await found.isVisible().catch(() => false);
        if (isThere && (await accept(frame))) return frame;
      }
      return undefined;
    });
  }

  /** Waits until there is a result. */
  async until(what, find, time = LONG) {
    const end = Date.now() + time;
    let last;
    for (;;) {
      last = await find();
      if (last) return last;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** Takes a picture of all, or of a part: of so many pixels from a corner on. */
  async screenshot(name, { keepPointer = false, clip } = {}) {
    // Nothing is hovered over by chance, and what fades in or slides has come to rest.
    if (!keepPointer) await this.page.mouse.move(720, 899);
    await this.page.waitForTimeout(700);
    const file = path.join(this.screenshots, `vscode-${name}.png`);
    await this.page.screenshot({ path: file, ...(clip && { clip }) });
  }

  /** A fresh copy of an example, as nobody has touched it. */
  copy(example) {
    this.copies = (this.copies ?? 0) + 1;
    const folder = path.join(this.state, String(this.copies), path.basename(example));
    fs.cpSync(path.join(this.examples, example), folder, { recursive: true });
    return folder;
  }

  /** Does something under other settings of the user, which hold from the next window on. */
  async under(changes, act) {
    const before = fs.readFileSync(this.settings, "utf8");
    fs.writeFileSync(this.settings, JSON.stringify({ ...JSON.parse(before), ...changes }));
    try {
      await act();
    } finally {
      fs.writeFileSync(this.settings, before);
    }
  }

  /** The text of a file in front, as far as it is seen. */
  async visibleText() {
    const lines = await this.page.locator(".editor-instance .view-line").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }
}
