// What is in the package for all platforms, and which packages are refused. That for this platform
// is the one that the tests in a workbench install.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformsOf, TARGETS } from "../scripts/platform.mjs";

const yauzl = createRequire(createRequire(import.meta.url).resolve("@vscode/vsce"))("yauzl");
const folder = mkdtempSync(join(tmpdir(), "specql-packages-"));

function pack(...given) {
  const done = spawnSync(process.execPath, ["scripts/package.mjs", ...given], { encoding: "utf8" });
  return { status: done.status, said: done.stdout + done.stderr };
}

/** The files of a package, and one of them as text. */
function read(path, wanted) {
  return new Promise((resolve, reject) => {
    const names = [];
    let text = "";
    yauzl.open(path, (error, zip) => {
      if (error) return reject(error);
      zip.on("error", reject);
      zip.on("end", () => resolve({ names, text }));
      zip.on("entry", (entry) => {
        names.push(entry.fileName);
        if (entry.fileName !== wanted) return;
        zip.openReadStream(entry, (_, stream) => {
          stream.setEncoding("utf8");
          stream.on("data", (part) => {
            text += part;
          });
        });
      });
      return undefined;
    });
  });
}

const NEEDED = [
  "dist/extension.js",
  "dist/webview/preview.js",
  "dist/database/worker.mjs",
  "dist/database/pglite.wasm",
  "dist/LICENSES.txt",
  "LICENSE-MIT",
  "LICENSE-APACHE",
];

try {
  const universal = join(folder, "universal.vsix");
  const { status, said } = pack("--out", universal);
  assert.equal(status, 0, said);
  const { names, text } = await read(universal, "extension.vsixmanifest");
  for (const name of NEEDED) assert.ok(names.includes(`extension/${name}`), `there is no ${name}`);
  const foreign = /node_modules|\/(src|tests|server)\/|\.map$/;
  assert.deepEqual(
    names.filter((name) => foreign.test(name)),
    [],
  );
  assert.doesNotMatch(text, /TargetPlatform/);
  const { size } = statSync(universal);
  assert.ok(size < 10_000_000, `${size} bytes`);
  console.log(`ok      the package for all platforms: ${size} bytes`);

  assert.match(
    pack("--target", "amiga").said,
    /There is no platform amiga\. There are: alpine-arm64/,
  );
  assert.match(pack("--target", "linux-x64").said, /name it by --server/);
  assert.match(pack("--server", "package.json").said, /is no program/);
  // A program of this platform is no server of another one.
  const own = platformsOf(readFileSync(process.execPath));
  const other = TARGETS.find((target) => !own.includes(target));
  const refused = pack("--server", process.execPath, "--target", other);
  assert.equal(refused.status, 2);
  assert.match(refused.said, new RegExp(`is a program for .*, not for ${other}`));
  console.log("ok      what cannot be packaged is refused");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
