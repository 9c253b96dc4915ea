// Runs the scenarios, each in a fresh window, and says which hold. With --pictures it takes the
// pictures of the docs instead.

import { parseArgs } from "node:util";
import { pictures } from "./pictures.mjs";
import { scenarios } from "./scenarios.mjs";
import { Workbench } from "./workbench.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string" },
    examples: { type: "string" },
    screenshots: { type: "string" },
    state: { type: "string" },
    settings: { type: "string" },
    pictures: { type: "boolean" },
  },
});

const TRIES = 2;

const bench = await Workbench.launch(values);
let failed = 0;
for (const [name, run] of Object.entries(values.pictures ? pictures : scenarios)) {
  if (positionals.length > 0 && !positionals.some((word) => name.includes(word))) continue;
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  for (let tries = 1; ; tries++) {
    try {
      await run(bench);
      console.log(`ok      ${name} (${seconds()})`);
      break;
    } catch (error) {
      // On a busy machine a workbench may lose a key or a click: each scenario has two tries.
      const verdict = tries < TRIES ? "again " : "not ok";
      console.log(`${verdict}  ${name} (${seconds()})\n${error?.stack ?? error}`);
      const picture = `failed-${tries}-${name.replace(/\W+/g, "-")}`;
      await bench.screenshot(picture).catch(() => {});
      if (tries >= TRIES) {
        failed++;
        break;
      }
    }
  }
}
if (bench.outside.size > 0) {
  failed++;
  console.log(`not ok  nothing is asked of other machines: ${[...bench.outside].join(" ")}`);
}
await bench.close();
process.exit(failed > 0 ? 1 : 0);
