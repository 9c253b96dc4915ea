import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../src/diagram/layout";
import { mermaid } from "../../src/diagram/mermaid";
import { content, standalone } from "../../src/diagram/svg";
import { graph } from "./graphs";

test("Mermaid has entities with their schemas, fields and references", () => {
  const shop = graph(
    "crm.Customer name:text! adviser:ref(Customer)>crm.Customer",
    "sales.Order customer:ref(crm.Customer)!>crm.Customer items:list(ref(Item))>sales.Item",
    "sales.Item state:enum(new)",
  );
  assert.equal(
    mermaid(shop),
    `erDiagram
  Customer["crm.Customer"] {
    text name
    ref adviser FK
  }
  Order["sales.Order"] {
    ref customer FK
    list items FK
  }
  Item["sales.Item"] {
    enum state
  }
  Customer }o--o| Customer : adviser
  Order }o--|| Customer : customer
  Order }o--o{ Item : items
`,
  );
});

test("of one name in two schemas each has its own in Mermaid", () => {
  const text = mermaid(graph("a.Thing", "b.Thing", "a.Ding-Dong"));
  assert.match(text, /a_Thing\["a.Thing"\][\s\S]*b_Thing\["b.Thing"\][\s\S]*Ding_Dong/);
});

test("names are text in SVG, whatever is in them", () => {
  const odd = graph('a.<script>&"\u0001 f<>:"t"');
  const svg = standalone(layout(odd, "fields"));
  assert.match(svg, /&lt;script&gt;&amp;&quot;/);
  assert.ok(!svg.includes("<script>") && !svg.includes("\u0001"));
});

test("a picture of its own has its size, its colours and nothing from elsewhere", () => {
  const svg = standalone(layout(graph("a.B n:text"), "fields"));
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+"/);
  assert.match(svg, /<style>/);
  assert.ok(!/href|url\(|@import/.test(svg));
});

test("each entity says what it is and whom it refers to", () => {
  const shop = graph("a.A", "a.B a:ref(A)>a.A x:text");
  const svg = content(layout(shop, "fields"));
  assert.match(svg, /aria-label="a.A; 0 fields; referred to by B"/);
  assert.match(svg, /aria-label="a.B; 2 fields; refers to A"/);
});
