// A picture of a terminal: what `tmux capture-pane -e -p` prints, drawn by a browser.
//   node terminal.mjs CAPTURE PICTURE
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.TOOLS, "playwright", "x.js"));
const { chromium } = require("playwright-core");

const [capture, picture] = process.argv.slice(2);
const COLOUR = { back: "#14161b", text: "#e0e2ea" };

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** What a sequence of numbers changes of a look. */
function changed(look, numbers) {
  const next = { ...look };
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at];
    const colour = () => {
      const [r, g, b] = numbers.slice(at + 2, at + 5);
      at += 4;
      return `rgb(${r},${g},${b})`;
    };
    if (number === 0) return changed({}, numbers.slice(at + 1));
    if (number === 1) next.bold = true;
    else if (number === 3) next.italic = true;
    else if (number === 4) next.line = true;
    else if (number === 7) next.reverse = true;
    else if (number === 24) next.line = false;
    else if (number === 27) next.reverse = false;
    else if (number === 38) next.text = colour();
    else if (number === 39) next.text = undefined;
    else if (number === 48) next.back = colour();
    else if (number === 49) next.back = undefined;
  }
  return next;
}

function style({ text = COLOUR.text, back = COLOUR.back, reverse, bold, italic, line }) {
  const [front, behind] = reverse ? [back, text] : [text, back];
  return `color:${front};background:${behind};${bold ? "font-weight:bold;" : ""}${italic ? "font-style:italic;" : ""}${line ? "text-decoration:underline" : ""}`;
}

let look = {};
const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[([0-9;:]*)m`);
const lines = fs.readFileSync(capture, "utf8").trimEnd().split("\n");
const html = lines.map((line) => {
  const [first, ...rest] = line.split(ESCAPE);
  let made = `<span style="${style(look)}">${escaped(first)}</span>`;
  for (let at = 0; at < rest.length; at += 2) {
    look = changed(look, rest[at].split(/[;:]/).map(Number));
    made += `<span style="${style(look)}">${escaped(rest[at + 1])}</span>`;
  }
  return made;
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.setContent(
  `<body style="margin:0;background:${COLOUR.back}"><pre style="display:inline-block;margin:0;padding:14px 18px;font:14px/1.45 'JetBrains Mono',monospace;background:${COLOUR.back}">${html.join("\n")}</pre>`,
);
await page.locator("pre").screenshot({ path: picture });
await browser.close();
