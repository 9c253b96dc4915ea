// Graphs to draw.

import type { EntityGraph } from "../../src/shared/protocol";

const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } };

/** A graph from lines such as `crm.Customer name:text! adviser:ref(Customer)>crm.Customer`. */
export function graph(...lines: string[]): EntityGraph {
  const words = lines.map((line) => line.split(" "));
  const names = words.map(([name]) => name ?? "");
  const result: EntityGraph = { entities: [], references: [] };
  words.forEach(([name = "", ...fields], from) => {
    const [schema = "", entity = ""] = name.split(".");
    const made = fields.map((text) => {
      const [written = "", target] = text.split(">");
      const [field = "", type = ""] = written.replace("!", "").split(":");
      const required = written.endsWith("!");
      const to = names.indexOf(target ?? "");
      const list = type.startsWith("list");
      if (to >= 0) result.references.push({ from, field, to, required, list });
      return { name: field, type, required };
    });
    result.entities.push({ name: entity, schema, uri: `file:///${name}`, range, fields: made });
  });
  return result;
}

/** A workspace of so many entities, in which each refers to some before it. */
export function large(count: number): EntityGraph {
  const name = (number: number) => `schema${number % 9}.Entity${number}`;
  const lines = Array.from({ length: count }, (_, number) => {
    const fields = ["name:text!", "status:enum(open,closed)", "total:numeric"];
    for (const other of [Math.floor(number / 2), Math.floor(number / 3), number - 9]) {
      if (other >= 0 && other < number) fields.push(`f${other}:ref(X)!>${name(other)}`);
    }
    return `${name(number)} ${fields.join(" ")}`;
  });
  return graph(...lines);
}
