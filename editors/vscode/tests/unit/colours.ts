// The scopes that the grammar of colours gives to the words of a spec.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type * as Oniguruma from "vscode-oniguruma";
import type * as Textmate from "vscode-textmate";

const require = createRequire(resolve("package.json"));
// Both are written for the other kind of modules.
const oniguruma = require("vscode-oniguruma") as typeof Oniguruma;
const textmate = require("vscode-textmate") as typeof Textmate;

const GRAMMAR = "syntaxes/specql.tmLanguage.json";

async function load(): Promise<Textmate.IGrammar> {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer as ArrayBuffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(GRAMMAR, "utf8"), GRAMMAR),
  });
  const grammar = await registry.loadGrammar("source.specql");
  if (!grammar) throw new Error("there is no grammar");
  return grammar;
}

const loaded = load();

/** The words of a text, each with its innermost scope; blanks and those without a scope are left out. */
export async function scopes(text: string): Promise<string[]> {
  const grammar = await loaded;
  const found: string[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      const scope = scopes.at(-1)?.replace(/\.specql$/, "");
      if (word !== "" && scope !== "source") found.push(`${word} ${scope}`);
    }
  }
  return found;
}
