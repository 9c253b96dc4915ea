// A diagram in the language of Mermaid.

import type { Entity, EntityGraph } from "../shared/protocol";

/** The graph as an entity-relationship diagram of Mermaid. */
export function mermaid(graph: EntityGraph): string {
  const name = names(graph.entities);
  const key = (number: number, field: string) => `${number} ${field}`;
  const keys = new Set(graph.references.map(({ from, field }) => key(from, field)));
  const lines = ["erDiagram"];
  graph.entities.forEach((entity, number) => {
    const title = `${entity.schema}.${entity.name}`.replaceAll('"', "'");
    lines.push(`  ${name[number]}["${title}"] {`);
    for (const field of entity.fields) {
      const mark = keys.has(key(number, field.name)) ? " FK" : "";
      lines.push(`    ${word(field.type)} ${word(field.name)}${mark}`);
    }
    lines.push("  }");
  });
  for (const { from, to, field, required, list } of graph.references) {
    const end = list ? "o{" : required ? "||" : "o|";
    lines.push(`  ${name[from]} }o--${end} ${name[to]} : ${word(field)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A name of Mermaid for each entity, the schema's only where it is needed to tell two apart. */
function names(entities: Entity[]): string[] {
  const taken = new Map<string, number>();
  for (const { name } of entities) taken.set(word(name), (taken.get(word(name)) ?? 0) + 1);
  const used = new Set<string>();
  return entities.map(({ schema, name }) => {
    const short = word(name);
    const base = taken.get(short) === 1 ? short : `${word(schema)}_${short}`;
    let found = base;
    for (let number = 2; used.has(found); number++) found = `${base}_${number}`;
    used.add(found);
    return found;
  });
}

/** A text as a word that Mermaid reads: a type without its brackets, a name without odd letters. */
function word(text: string): string {
  const plain = text.replace(/\(.*$/s, "").replace(/[^A-Za-z0-9_]+/g, "_");
  return /^[A-Za-z]/.test(plain) ? plain : `_${plain}`;
}
