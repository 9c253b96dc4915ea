// What is told of the entity that is chosen in the diagram.

import type { EntityGraph } from "../shared/protocol";

export interface Doing {
  /** Opens the spec, at a field. */
  open(field?: string): void;
  /** Goes to another entity. */
  choose(number: number): void;
}

function button(text: string, className: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = className;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function heading(text: string): HTMLElement {
  const made = document.createElement("h3");
  made.textContent = text;
  return made;
}

/** The elements that tell of an entity. */
export function about(graph: EntityGraph, number: number, doing: Doing): HTMLElement[] {
  const entity = graph.entities[number];
  if (!entity) return [];
  const title = document.createElement("h2");
  title.textContent = entity.name;
  const schema = document.createElement("p");
  schema.textContent = entity.schema;
  const open = button("Open the Spec", "primary", () => doing.open());
  const fields = document.createElement("ul");
  for (const field of entity.fields) {
    const item = document.createElement("li");
    const name = button(field.name + (field.required ? " !" : ""), "link", () =>
      doing.open(field.name),
    );
    const type = document.createElement("span");
    type.textContent = field.type;
    type.title = field.type;
    item.append(name, type);
    fields.append(item);
  }
  const found = [title, schema, open, heading("Fields"), fields];
  const to = graph.references.filter((reference) => reference.from === number);
  const by = graph.references.filter((reference) => reference.to === number);
  const list = (name: string, numbers: [number, string][]) => {
    if (numbers.length === 0) return;
    const items = document.createElement("ul");
    for (const [other, field] of numbers) {
      const item = document.createElement("li");
      const label = document.createElement("span");
      label.textContent = field;
      item.append(
        button(graph.entities[other]?.name ?? "", "link", () => doing.choose(other)),
        label,
      );
      items.append(item);
    }
    found.push(heading(name), items);
  };
  list(
    "Refers to",
    to.map((reference) => [reference.to, reference.field]),
  );
  list(
    "Referred to by",
    by.map((reference) => [reference.from, reference.field]),
  );
  return found;
}
