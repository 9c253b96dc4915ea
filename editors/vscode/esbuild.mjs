// Bundles the extension, its webviews, and with --tests the unit tests.
import { readdirSync } from "node:fs";
import esbuild from "esbuild";

const isWatched = process.argv.includes("--watch");
const isForTests = process.argv.includes("--tests");

const common = { bundle: true, minify: !isForTests && !isWatched, logLevel: "warning" };
const node = { ...common, platform: "node", target: "node20", external: ["vscode"] };
const builds = isForTests
  ? [
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

for (const build of builds) {
  if (isWatched) await (await esbuild.context(build)).watch();
  else await esbuild.build(build);
}
