// Packages the extension:
//   node scripts/package.mjs [--out FILE]
//     without a server, for every platform: it looks for one on PATH
//   node scripts/package.mjs --server PATH [--target TARGET] [--out FILE]
//     with a server, for the one platform of the Marketplace's that the server is made for
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { platformsOf, TARGETS } from "./platform.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    target: { type: "string" },
    server: { type: "string" },
    out: { type: "string" },
  },
});

function fail(reason) {
  console.error(reason);
  process.exit(2);
}

/** The platform to package for; none for all. */
function target() {
  const { target, server } = values;
  if (target && !TARGETS.includes(target)) {
    fail(`There is no platform ${target}. There are: ${TARGETS.join(", ")}.`);
  }
  if (!server) {
    if (target) fail("A package for one platform holds a server: name it by --server.");
    return undefined;
  }
  const platforms = platformsOf(readFileSync(server));
  if (platforms.length === 0) fail(`${server} is no program of any of these platforms.`);
  if (target && !platforms.includes(target)) {
    fail(`${server} is a program for ${platforms.join(" and ")}, not for ${target}.`);
  }
  return target ?? platforms[0];
}

// What a licence says has to be in the package; it stands at the top of the repository.
const licences = ["LICENSE-MIT", "LICENSE-APACHE"];
const platform = target();
const server = join(folder, "server");
rmSync(server, { recursive: true, force: true });
if (platform) {
  const name = platform.startsWith("win32") ? "specql-lsp.exe" : "specql-lsp";
  mkdirSync(server);
  copyFileSync(values.server, join(server, name));
  chmodSync(join(server, name), 0o755);
}
for (const name of licences) copyFileSync(join(folder, "../..", name), join(folder, name));
copyFileSync(join(folder, "LICENSE-MIT"), join(folder, "LICENSE"));
try {
  const run = (command, ...given) =>
    execFileSync(process.execPath, [command, ...given], { cwd: folder, stdio: "inherit" });
  run("esbuild.mjs");
  const given = [
    ...(platform ? ["--target", platform] : []),
    ...(values.out ? ["--out", values.out] : []),
  ];
  run("node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", ...given);
} finally {
  for (const name of [...licences, "LICENSE"]) rmSync(join(folder, name), { force: true });
  rmSync(server, { recursive: true, force: true });
}
