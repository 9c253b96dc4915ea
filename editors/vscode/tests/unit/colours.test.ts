import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scopes } from "./colours";

/** The words of a text with their scopes, without brackets, commas, colons and dashes. */
async function words(text: string): Promise<string[]> {
  return (await scopes(text)).filter((told) => !told.includes(" punctuation."));
}

const cases: Record<string, { spec: string; told: string[] }> = {
  "the head names the entity and its schema": {
    spec: "entity: Repair  # one visit\nschema: workshop\nextends: stdlib.Base",
    told: [
      "entity keyword.other",
      "Repair entity.name.type.class",
      "one visit comment.line.number-sign",
      "schema keyword.other",
      "workshop entity.name.namespace",
      "extends keyword.other",
      "stdlib.Base entity.name.type.class",
    ],
  },
  "a description is text, whatever it looks like": {
    spec: 'description: The bike\'s "owner" (a ref(Rider)) # said so',
    told: [
      "description keyword.other",
      'The bike\'s "owner" (a ref(Rider)) string.unquoted.plain',
      "said so comment.line.number-sign",
    ],
  },
  "types, their arguments, what is required and defaults": {
    spec: "  size: decimal(9, 2)! = 0\n  on: boolean = true\n  tags: text[]",
    told: [
      "size variable.other.property",
      "decimal support.type",
      "9 constant.numeric",
      "2 constant.numeric",
      "! keyword.operator.required",
      "= keyword.operator.default",
      "0 constant.numeric",
      "on variable.other.property",
      "boolean support.type",
      "= keyword.operator.default",
      "true constant.language",
      "tags variable.other.property",
      "text support.type",
    ],
  },
  "references lead to entities, with their schemas": {
    spec: "  a: ref(crm.Bicycle | Trike)!\n  b: list(ref(Mechanic))",
    told: [
      "a variable.other.property",
      "ref storage.type",
      "crm entity.name.namespace",
      "Bicycle entity.name.type.class",
      "| keyword.operator",
      "Trike entity.name.type.class",
      "! keyword.operator.required",
      "b variable.other.property",
      "list storage.type",
      "ref storage.type",
      "Mechanic entity.name.type.class",
    ],
  },
  "a type in quotes is a type": {
    spec: `  a: "ref(Station, many: true)"\n  b: 'enum(x, y)'`,
    told: [
      "a variable.other.property",
      "ref storage.type",
      "Station entity.name.type.class",
      "many variable.other.property",
      "true constant.language",
      "b variable.other.property",
      "enum storage.type",
      "x variable.other.enummember",
      "y variable.other.enummember",
    ],
  },
  "values of an enum": {
    spec: "  status: enum(new, in progress) = new",
    told: [
      "status variable.other.property",
      "enum storage.type",
      "new variable.other.enummember",
      "in progress variable.other.enummember",
      "= keyword.operator.default",
    ],
  },
  "quoted texts have their escapes, and no comments": {
    spec: `  a: "x \\" # y" # z\n  b: 'it''s'`,
    told: [
      "a variable.other.property",
      '" string.quoted.double',
      "x string.quoted.double",
      '\\" constant.character.escape',
      "# y string.quoted.double",
      '" string.quoted.double',
      "z comment.line.number-sign",
      "b variable.other.property",
      "' string.quoted.single",
      "it string.quoted.single",
      "'' constant.character.escape",
      "s string.quoted.single",
      "' string.quoted.single",
    ],
  },
  "steps and their expressions": {
    spec: [
      "  - validate: status = 'open' AND coalesce(price, 0) >= $least # why",
      "    error: too_cheap",
    ].join("\n"),
    told: [
      "validate keyword.control.step",
      "status variable.other.property",
      "= keyword.operator",
      "'open' string.quoted.single",
      "AND keyword.operator.word",
      "coalesce support.function",
      "price variable.other.property",
      "0 constant.numeric",
      ">= keyword.operator",
      "$least variable.parameter",
      "why comment.line.number-sign",
      "error keyword.control.step",
      "too_cheap entity.name.label",
    ],
  },
  statements: {
    spec: "  - update: Repair SET bay = null WHERE tags[1] = 2",
    told: [
      "update keyword.control.step",
      "Repair entity.name.type.class",
      "SET keyword.control",
      "bay variable.other.property",
      "= keyword.operator",
      "null constant.language",
      "WHERE keyword.control",
      "tags variable.other.property",
      "1 constant.numeric",
      "= keyword.operator",
      "2 constant.numeric",
    ],
  },
  "an expression in quotes is one": {
    spec: `  - if: "NOT (a = 'b')"`,
    told: [
      "if keyword.control.step",
      "NOT keyword.operator.word",
      "a variable.other.property",
      "= keyword.operator",
      "'b' string.quoted.single",
    ],
  },
  "in flow style a step ends before the next key, and before its brackets": {
    spec: "  - then: [{validate: a = 1, error: wrong}, {reject: never}]",
    told: [
      "then keyword.control.step",
      "validate keyword.control.step",
      "a variable.other.property",
      "= keyword.operator",
      "1 constant.numeric",
      "error keyword.control.step",
      "wrong entity.name.label",
      "reject keyword.control.step",
      "never entity.name.label",
    ],
  },
  "a field in flow style": {
    spec: "  size: {type: enum(s, m), nullable: true, default: s}",
    told: [
      "size variable.other.property",
      "type variable.other.property",
      "enum storage.type",
      "s variable.other.enummember",
      "m variable.other.enummember",
      "nullable variable.other.property",
      "true constant.language",
      "default variable.other.property",
      "s support.type",
    ],
  },
  "a text over several lines ends where it is indented no deeper": {
    spec: "description: |\n  key: no key\n  # no comment\n\n  more\nfields:",
    told: [
      "description keyword.other",
      "| keyword.control.flow.block-scalar",
      "key: no key string.unquoted.block",
      "# no comment string.unquoted.block",
      "more string.unquoted.block",
      "fields keyword.other",
    ],
  },
  "so does an expression over several lines": {
    spec: "  - update: >-\n      Repair SET a = 1\n      WHERE b\n  - return: b",
    told: [
      "update keyword.control.step",
      ">- keyword.control.flow.block-scalar",
      "Repair entity.name.type.class",
      "SET keyword.control",
      "a variable.other.property",
      "= keyword.operator",
      "1 constant.numeric",
      "WHERE keyword.control",
      "b variable.other.property",
      "return keyword.control.step",
      "b variable.other.property",
    ],
  },
  "actions are named": {
    spec: "actions:\n  - name: start_repair\n    steps:",
    told: [
      "actions keyword.other",
      "name keyword.other",
      "start_repair entity.name.function",
      "steps keyword.control.step",
    ],
  },
  "anchors, aliases, merges, tags and conflicts": {
    spec: "a: &x\n  <<: *y\n  n: !!str 1\n<<<<<<< mine",
    told: [
      "a keyword.other",
      "&x entity.name.label.anchor",
      "<< keyword.operator.merge",
      "*y entity.name.label.anchor",
      "n variable.other.property",
      "!!str storage.type.tag",
      "1 constant.numeric",
      "<<<<<<< mine invalid.illegal.merge-conflict",
    ],
  },
};

for (const [name, { spec, told }] of Object.entries(cases)) {
  test(name, async () => assert.deepEqual(await words(spec), told));
}

test("brackets, colons and dashes are punctuation", async () => {
  assert.deepEqual(await scopes("- a: [ref(B)]"), [
    "- punctuation.definition.block.sequence.item",
    "a variable.other.property",
    ": punctuation.separator.key-value.mapping",
    "[ punctuation.definition.bracket",
    "ref storage.type",
    "( punctuation.definition.parameters.begin",
    "B entity.name.type.class",
    ") punctuation.definition.parameters.end",
    "] punctuation.definition.bracket",
  ]);
});

const HALF_TYPED = [
  "a",
  "a:",
  "a: r",
  "a: ref(",
  "a: ref(crm.",
  "a: ref(A | ",
  "a: enum(x, ",
  "a: list(ref(",
  "a: decimal(9, ",
  'a: "open',
  "a: 'open",
  'a: "ref(B',
  "a: 'it''",
  "a: [b, ",
  "a: {type: text, ",
  "a: {type: enum(",
  "a: text! =",
  "a: &",
  "a: !",
  "a: |",
  "a: >-",
  "-",
  "- validate: a = 'b",
  '- validate: "a = (',
  "- validate: a[",
  "- then: [{validate: a = ",
  "- call: f(a, ",
  "- update: A SET ",
  "- update: >-",
  "description: |",
  "# ref(",
  "\ta: text",
  "🚲: é(",
];

test("what is half-typed colours no other line", async () => {
  const rest = "  next: ref(Rider)!\nactions:\n  - name: go\n    steps:\n      - validate: a = 'b'";
  const expected = await scopes(rest);
  for (const half of HALF_TYPED) {
    const all = await scopes(`fields:\n  ${half}\n${rest}`);
    assert.deepEqual(all.slice(-expected.length), expected, half);
  }
});

test("in the examples nothing runs past its end: every key at the top is one", async () => {
  const folder = "../../examples";
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const specs = names.filter((name) => /entities.*\.yaml$/.test(name));
  assert.ok(specs.length > 10);
  for (const name of specs) {
    const text = readFileSync(join(folder, name), "utf8");
    const keys = [...text.matchAll(/^([a-z_]+):/gm)].map(([, key]) => `${key} keyword.other`);
    const told = await scopes(text);
    const wanted = new Set(keys);
    assert.deepEqual([...new Set(told.filter((one) => wanted.has(one)))], keys, name);
    assert.deepEqual(
      told.filter((one) => one.includes(" invalid.")),
      [],
      name,
    );
  }
});
