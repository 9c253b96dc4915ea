// A workspace of two hundred entities, the same every time.

import fs from "node:fs";
import path from "node:path";

const SCHEMAS = {
  catalog: ["Brand", "Category", "Part", "Supplier", "Price", "Photo", "Review", "Bundle"],
  crm: ["Customer", "Contact", "Address", "Note", "Segment", "Consent", "Campaign", "Lead"],
  sales: ["Order", "Line", "Quote", "Discount", "Coupon", "Basket", "Return", "Contract"],
  billing: ["Invoice", "Payment", "Refund", "Reminder", "Account", "Ledger", "Tax", "Currency"],
  stock: ["Depot", "Shelf", "Batch", "Movement", "Count", "Delivery", "Carrier", "Pallet"],
  workshop: ["Repair", "Task", "Mechanic", "Bench", "Tool", "Shift", "Skill", "Estimate"],
  people: ["Employee", "Team", "Role", "Absence", "Payroll", "Training", "Badge", "Office"],
  rental: ["Bike", "Station", "Trip", "Rider", "Tariff", "Damage", "Lock", "Battery"],
};
const KINDS = ["", "Type", "Event"];

/** Writes the specs into a folder. */
export function writeLarge(folder) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "specql.toml"), 'target = "0.8"\n');
  const all = Object.entries(SCHEMAS).flatMap(([schema, names]) =>
    KINDS.flatMap((kind) => names.map((name) => ({ schema, name: `${name}${kind}` }))),
  );
  for (let number = 0; all.length < 200; number++) {
    all.push({ schema: "archive", name: `Archived${Object.values(SCHEMAS).flat()[number * 7]}` });
  }
  all.forEach(({ schema, name }, number) => {
    const own = all.filter((other) => other.schema === schema);
    const at = own.findIndex((other) => other.name === name);
    const fields = ["name: text!", "state: enum(open, closed) = open", "changed_on: date"];
    if (at > 0) fields.push(`parent: ref(${own[Math.floor((at - 1) / 3)].name})!`);
    if (number % 4 === 1) {
      const other = all[(number * 37) % all.length];
      fields.push(`related: ref(${other.schema}.${other.name})`);
    }
    const text = `entity: ${name}\nschema: ${schema}\nfields:\n${fields.map((field) => `  ${field}\n`).join("")}`;
    const file = path.join(folder, "entities", schema, `${name.toLowerCase()}.yaml`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  });
  return all.length;
}
