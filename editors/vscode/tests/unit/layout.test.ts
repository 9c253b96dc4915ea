import assert from "node:assert/strict";
import { test } from "node:test";
import { type Card, type Layout, layout, usualDetail } from "../../src/diagram/layout";
import { nearest } from "../../src/webview/nearest";
import { graph, large } from "./graphs";

const SHOP = graph(
  "crm.Customer name:text! adviser:ref(Customer)>crm.Customer",
  "crm.Note on:ref(Customer)!>crm.Customer",
  "sales.Order customer:ref(Customer)!>crm.Customer parts:list(ref(Part))>stock.Part",
  "stock.Part name:text!",
);

function overlaps(a: Card, b: Card): boolean {
  const apart =
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !apart;
}

function card(drawn: Layout, name: string): Card {
  const found = drawn.cards.find(({ entity }) => entity.name === name);
  assert.ok(found);
  return found;
}

test("what is referred to stands left of what refers to it", () => {
  const drawn = layout(SHOP, "fields");
  assert.ok(card(drawn, "Customer").x < card(drawn, "Note").x);
});

test("each entity stands inside of its schema, and none upon another", () => {
  for (const [size, detail] of [
    [4, "fields"],
    [60, "references"],
    [200, "names"],
    [200, "fields"],
  ] as const) {
    const drawn = layout(size === 4 ? SHOP : large(size), detail);
    for (const one of drawn.cards) {
      const group = drawn.groups.find(({ schema }) => schema === one.entity.schema);
      assert.ok(group);
      assert.ok(one.x >= group.x && one.x + one.width <= group.x + group.width);
      assert.ok(one.y >= group.y && one.y + one.height <= group.y + group.height);
      const upon = drawn.cards.filter((other) => other !== one && overlaps(one, other));
      assert.deepEqual(upon, []);
    }
    for (const group of drawn.groups) {
      assert.ok(group.x + group.width <= drawn.width);
      assert.ok(group.y + group.height <= drawn.height);
    }
  }
});

test("the same graph is always drawn the same", () => {
  assert.deepEqual(layout(large(50), "fields"), layout(large(50), "fields"));
});

test("two hundred entities make a picture of about the shape of a screen", () => {
  const { width, height } = layout(large(200), usualDetail(large(200)));
  assert.ok(width / height > 0.9 && width / height < 2.8, `${width} x ${height}`);
});

test("large graphs are drawn without fields, unless these are asked for", () => {
  assert.equal(usualDetail(SHOP), "fields");
  assert.equal(usualDetail(large(200)), "names");
  const rows = (detail: "fields" | "references" | "names") =>
    card(layout(SHOP, detail), "Order").rows.map(({ field }) => field.name);
  assert.deepEqual(rows("fields"), ["customer", "parts"]);
  assert.deepEqual(rows("names"), []);
  const customer = card(layout(SHOP, "references"), "Customer");
  assert.deepEqual(
    customer.rows.map(({ field }) => field.name),
    ["adviser"],
  );
});

test("of very many fields some are drawn, references among them, and the rest is counted", () => {
  const many = Array.from({ length: 40 }, (_, number) => `f${number}:text`);
  const wide = graph(`a.Wide ${many.join(" ")} last:ref(Wide)>a.Wide`);
  const drawn = card(layout(wide, "fields"), "Wide");
  assert.equal(drawn.rows.length + drawn.hidden, 41);
  assert.ok(drawn.rows.length <= 16);
});

test("circles, references to itself and no entities at all are drawn as well", () => {
  const circle = graph("a.A b:ref(B)>a.B", "a.B c:ref(C)>a.C", "a.C a:ref(A)>a.A c:ref(C)>a.C");
  assert.equal(layout(circle, "fields").links.length, 4);
  assert.deepEqual(layout(graph(), "fields").cards, []);
});

test("long chains of references are no trouble", () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `a.E${at} n:ref(X)>a.E${at + 1}`);
  assert.equal(layout(graph(...lines), "names").cards.length, 3000);
});

test("arrow keys reach every entity and lead back", () => {
  const { cards } = layout(large(60), "names");
  const reached = new Set([0]);
  for (const from of reached) {
    for (const way of ["left", "right", "up", "down"] as const) {
      const to = nearest(cards, from, way);
      assert.ok(to !== undefined);
      reached.add(to);
    }
  }
  assert.equal(reached.size, 60);
  assert.equal(nearest(cards, undefined, "left"), 0);
  assert.equal(nearest([], undefined, "left"), undefined);
});
