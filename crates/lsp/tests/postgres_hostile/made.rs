//! What is made, by kind and name: as a catalogue has it, and as a database tells it.

use specql_sql::catalogue::{Constraint, Object};
use specql_sql::{Catalogue, Name, ObjectName};

/// What a database holds beside what PostgreSQL and its extensions bring along.
pub const IN_DATABASE: &str = "
WITH mine AS (
    SELECT oid, nspname::text AS schema FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), relation AS (
    SELECT c.oid, schema, c.relname::text AS name, c.relkind AS kind FROM pg_class AS c JOIN mine ON mine.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
    -- Partitions get the indexes of what they are parts of.
    AND NOT (c.relkind IN ('i', 'I') AND c.relispartition)
), made (kind, schema, name) AS (
    SELECT 'schema', '', schema FROM mine WHERE schema <> 'public'
    UNION ALL SELECT 'relation', schema, name FROM relation WHERE kind IN ('r', 'p', 'v', 'm', 'i', 'I', 'c')
    UNION ALL SELECT 'function', schema, p.proname::text FROM pg_proc AS p JOIN mine ON mine.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT 'constraint', r.schema || '.' || r.name, k.conname::text
    FROM pg_constraint AS k JOIN relation AS r ON r.oid = k.conrelid WHERE k.conparentid = 0 AND k.coninhcount = 0
    UNION ALL SELECT 'trigger', r.schema || '.' || r.name, t.tgname::text
    FROM pg_trigger AS t JOIN relation AS r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL SELECT 'policy', r.schema || '.' || r.name, p.polname::text
    FROM pg_policy AS p JOIN relation AS r ON r.oid = p.polrelid
)
SELECT coalesce(json_agg(json_build_array(kind, schema, name)), '[]') FROM made;";

/// The same as it is to be.
pub fn of(catalogues: &[Catalogue]) -> Vec<[String; 3]> {
    let mut made = Vec::new();
    for object in specql_sql::script::objects(catalogues) {
        add(&object, &mut made);
    }
    made
}

fn add(object: &Object, made: &mut Vec<[String; 3]>) {
    match object {
        Object::Schema(name, _) => {
            if name.as_str() != "public" && !made.contains(&named("schema", "", name)) {
                made.push(named("schema", "", name));
            }
        }
        Object::Composite(composite) => made.push(relation(&composite.name)),
        Object::Table(table) => {
            made.push(relation(&table.name));
            for constraint in &table.constraints {
                add_constraint(&table.name, constraint, made);
            }
        }
        Object::Constraint(table, constraint) => add_constraint(table, constraint, made),
        Object::Index(index) => made.push(beside(&index.table, &index.name)),
        Object::Function(function) => {
            made.push(named(
                "function",
                &schema(&function.name),
                &function.name.name,
            ));
        }
        Object::View(view) => {
            made.push(relation(&view.name));
            made.extend(
                view.indexes
                    .iter()
                    .map(|index| beside(&view.name, &index.name)),
            );
        }
        Object::Trigger(trigger) => {
            made.push(named("trigger", &trigger.table.to_string(), &trigger.name));
        }
        Object::Policy(policy) => {
            made.push(named("policy", &policy.table.to_string(), &policy.name));
        }
        Object::Partition(partition) => made.push(relation(&partition.name)),
        Object::Share(share) => made.push(relation(&share.name)),
        Object::Gate(gate) => made.push(relation(&gate.name)),
        // They are no objects of a schema.
        Object::Extension(_)
        | Object::RowSecurity(_)
        | Object::Role(_)
        | Object::Grant(_)
        | Object::Publication(_)
        | Object::LeftOut(_) => {}
    }
}

fn add_constraint(table: &ObjectName, constraint: &Constraint, made: &mut Vec<[String; 3]>) {
    made.push(named("constraint", &table.to_string(), &constraint.name));
    if constraint.has_index() {
        made.push(beside(table, &constraint.name));
    }
}

fn relation(name: &ObjectName) -> [String; 3] {
    named("relation", &schema(name), &name.name)
}

fn beside(table: &ObjectName, name: &Name) -> [String; 3] {
    named("relation", &schema(table), name)
}

fn schema(name: &ObjectName) -> String {
    name.schema.as_ref().unwrap().to_string()
}

fn named(kind: &str, of: &str, name: &Name) -> [String; 3] {
    [kind.to_owned(), of.to_owned(), name.to_string()]
}
