// Bundles the extension, its webviews, and with --tests the unit tests.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";

const isWatched = process.argv.includes("--watch");
const isForTests = process.argv.includes("--tests");

const common = { bundle: true, minify: !isForTests && !isWatched, logLevel: "warning" };
const node = { ...common, platform: "node", target: "node20", external: ["vscode"] };
// The database that "Try It" loads SQL into is read only when it is needed.
const database = {
  ...node,
  format: "esm",
  entryPoints: ["src/trial/worker.ts"],
  outfile: "dist/database/worker.mjs",
  // Parts of it are written for the other kind of modules.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};
const PGLITE = "node_modules/@electric-sql/pglite";
const DATABASE = ["pglite.wasm", "pglite.data", "initdb.wasm"];
// The extensions of PostgreSQL that the SQL of specs asks for.
const EXTENSIONS = ["btree_gin", "btree_gist", "ltree", "pg_trgm", "pgcrypto"];

const builds = isForTests
  ? [
      database,
      {
        ...node,
        format: "esm",
        outExtension: { ".js": ".mjs" },
        entryPoints: readdirSync("tests/unit")
          .filter((name) => name.endsWith(".test.ts"))
          .map((name) => `tests/unit/${name}`),
        outdir: "dist/tests",
      },
    ]
  : [
      database,
      { ...node, format: "cjs", entryPoints: ["src/extension.ts"], outfile: "dist/extension.js" },
      {
        ...common,
        platform: "browser",
        format: "iife",
        target: "es2022",
        entryPoints: [
          "src/webview/preview.ts",
          "src/webview/diagram.ts",
          "src/webview/preview.css",
          "src/webview/diagram.css",
        ],
        outdir: "dist/webview",
      },
    ];

mkdirSync("dist/database", { recursive: true });
for (const name of [...DATABASE, ...EXTENSIONS.map((name) => `${name}.tar.gz`)]) {
  copyFileSync(join(PGLITE, "dist", name), join("dist/database", name));
}

/** What the licences say of the packages that became part of the bundles. */
function licences(bundles) {
  const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const found = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const folders = [...new Set(found)].filter((folder) => folder !== undefined).sort();
  const texts = folders.map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

const done = [];
for (const build of builds) {
  if (isWatched) await (await esbuild.context(build)).watch();
  else done.push(await esbuild.build({ ...build, metafile: true }));
}
if (!isWatched && !isForTests) writeFileSync("dist/LICENSES.txt", licences(done));
