import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;

function source(path: string): string {
  return readFileSync(path, "utf8");
}

test("every command of the manifest is there, and the other way round", () => {
  const told: string[] = contributes.commands.map((entry: { command: string }) => entry.command);
  const made = [...source("src/extension.ts").matchAll(/\bcommand\("(\w+)"/g)];
  const internal = ["specql.showReferences", "specql.triggerSuggest"];
  assert.deepEqual(made.map(([, name]) => `specql.${name}`).sort(), [...told, ...internal].sort());
});

test("every file of the manifest is there", () => {
  const paths = JSON.stringify(contributes).matchAll(
    /"(?:\.\/)?((?:images|syntaxes|snippets|walkthrough)\/[^"]+|language-configuration.json)"/g,
  );
  for (const [, path] of paths) assert.ok(path && existsSync(path), path);
});

test("every setting has a description and a default that fits its type", () => {
  for (const [name, entry] of Object.entries<Record<string, unknown>>(
    contributes.configuration.properties,
  )) {
    assert.ok(entry.description ?? entry.markdownDescription, name);
    const value = entry.default;
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    assert.ok([entry.type].flat().includes(type), `${name} is ${type}`);
  }
});

test("a problem of the check is read whole", () => {
  const [{ pattern }] = contributes.problemMatchers;
  const line = "entities/crm/a b.yaml:12:3: warning[missing-description]: `A`: no [words]";
  const found = new RegExp(pattern.regexp).exec(line);
  assert.deepEqual(
    [
      pattern.file,
      pattern.line,
      pattern.column,
      pattern.severity,
      pattern.code,
      pattern.message,
    ].map((part: number) => found?.[part]),
    ["entities/crm/a b.yaml", "12", "3", "warning", "missing-description", "`A`: no [words]"],
  );
  assert.equal(new RegExp(pattern.regexp).exec("12 files checked: nothing is wrong"), null);
});

test("nothing is asked for at run time but the client of the protocol", () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["vscode-languageclient"]);
});
