use std::fmt::Write;

use super::{expression, first, statement, type_expression};
use crate::expression::ast::{EntityName, Mark};
use crate::expression::infer::{
    Meaning, Origin, Problem, Scope, Type, Typed, composite_member, infer, infer_condition,
    infer_statement, infer_value,
};
use crate::expression::lower;

/// Entities with their fields, as they would stand in specs.
const SPECS: &[(&str, &[(&str, &str)])] = &[
    (
        "Order",
        &[
            ("status", "enum(draft, paid, sent) = draft"),
            ("number", "integer!"),
            ("total", "money"),
            ("note", "text"),
            ("email", "email!"),
            ("is_urgent", "boolean"),
            ("due_on", "date"),
            ("paid_at", "datetime"),
            ("term", "duration"),
            ("tags", "list(text)"),
            ("settings", "json"),
            ("shipping", "SimpleAddress"),
            ("customer", "ref(crm.Customer)!"),
            ("parent", "ref(Order)"),
        ],
    ),
    (
        "Customer",
        &[
            ("name", "text!"),
            ("balance", "money"),
            ("agent", "ref(Agent)"),
        ],
    ),
    (
        "Agent",
        &[("name", "text"), ("level", "enum(junior, senior)")],
    ),
];

/// The fields of one entity, all entities, and the parameter `$limit`.
struct Entity {
    name: &'static str,
}

fn field(entity: &str, name: &str) -> Option<Type> {
    let (_, fields) = SPECS.iter().find(|(known, _)| *known == entity)?;
    let (_, written) = fields.iter().find(|(field, _)| *field == name)?;
    Some(Type::of(&type_expression(written)))
}

impl Scope for Entity {
    fn name(&self, name: &str) -> Option<Meaning> {
        Some(Meaning::new(Origin::Field, field(self.name, name)?))
    }

    fn parameter(&self, _: Mark, name: &str) -> Option<Meaning> {
        (name == "limit").then(|| Meaning::new(Origin::Parameter, Type::of_name("integer")))
    }

    fn member(&self, of: &Type, name: &str) -> Option<Meaning> {
        match of {
            Type::Reference(targets) => {
                let (_, entity) = targets.first()?;
                Some(Meaning::new(Origin::Member, field(entity, name)?))
            }
            Type::Composite(composite) => composite_member(composite, name),
            _ => Some(Meaning::new(Origin::Member, Type::UNKNOWN)),
        }
    }

    fn entity(&self, entity: &EntityName) -> Option<Box<dyn Scope + '_>> {
        let (name, _) = SPECS.iter().find(|(known, _)| *known == entity.name.text)?;
        Some(Box::new(Self { name }))
    }
}

const ORDER: Entity = Entity { name: "Order" };

fn show_type(ty: &Type) -> String {
    match ty {
        Type::Value(value) => format!("{value:?}"),
        Type::Enum(values) => format!("Enum({})", values.join(", ")),
        Type::Reference(targets) => {
            let names: Vec<_> = targets.iter().map(|(_, name)| name.as_str()).collect();
            format!("Reference({})", names.join("|"))
        }
        Type::Composite(name) => format!("Composite({name})"),
        Type::List(item) => format!("List({})", show_type(item)),
        Type::Row(name) => format!("Row({name})"),
    }
}

/// The kind of a problem in one word, and the stretch of the text it is about.
fn show_problems(text: &str, problems: &[Problem]) -> String {
    let mut shown = String::new();
    for Problem { kind, span } in problems {
        let kind = format!("{kind:?}");
        let kind = kind.split([' ', '(']).next().unwrap_or_default();
        let separator = if shown.is_empty() { "" } else { "; " };
        write!(shown, "{separator}{kind} `{}`", &text[span.range()]).unwrap();
    }
    shown
}

fn frame(value: &str) -> String {
    format!("actions:\n  - steps:\n      - validate: {value}\n")
}

fn check(table: &[(&str, &str)], run: impl Fn(&crate::expression::ast::Expression) -> Typed) {
    for (text, expected) in table {
        let typed = run(&expression(text));
        assert_eq!(
            show_problems(&frame(text), &typed.problems),
            *expected,
            "{text}"
        );
    }
}

fn conditions(table: &[(&str, &str)]) {
    check(table, |read| infer_condition(read, &ORDER));
}

#[test]
fn every_value_has_a_type() {
    for (text, expected) in [
        ("status", "Enum(draft, paid, sent)"),
        ("number + 1", "Integer"),
        ("number * 1.5", "Number"),
        ("total / number", "Number"),
        ("note || number", "Text"),
        ("due_on + 14", "Date"),
        ("due_on - current_date", "Integer"),
        ("now() - paid_at", "Interval"),
        ("paid_at + term", "DateTime"),
        ("paid_at - interval '1 day'", "DateTime"),
        ("term * 2", "Interval"),
        ("customer", "Reference(Customer)"),
        ("customer.agent.level", "Enum(junior, senior)"),
        ("parent.parent.total", "Number"),
        ("shipping.city", "Text"),
        ("settings.theme.color", "Unknown"),
        ("input.anything", "Unknown"),
        ("$limit", "Integer"),
        ("id", "Uuid"),
        ("upper(note)", "Text"),
        ("coalesce(number, 0.5)", "Number"),
        ("coalesce(note, 'none')", "Text"),
        ("round(total, 2)", "Number"),
        ("count(*)", "Bigint"),
        ("avg(number)", "Number"),
        ("max(due_on)", "Date"),
        ("date_trunc('month', paid_at)", "DateTime"),
        ("CASE WHEN is_urgent THEN 1 ELSE 2.5 END", "Number"),
        (
            "CASE WHEN is_urgent THEN status ELSE 'sent' END",
            "Enum(draft, paid, sent)",
        ),
        ("number::text", "Text"),
        ("cast(note AS date)", "Date"),
        ("tags", "List(Text)"),
        ("NULL", "Null"),
        ("99999999999", "Bigint"),
        ("(SELECT max(a) FROM b)", "Unknown"),
    ] {
        let typed = infer(&expression(text), &ORDER);
        assert_eq!(show_type(&typed.whole), expected, "{text}");
        assert_eq!(show_problems(&frame(text), &typed.problems), "", "{text}");
    }
}

#[test]
fn every_part_has_a_type_and_every_name_a_meaning() {
    let text = frame("customer.balance > 2 * number");
    let typed = infer(&first(&text, lower::expression), &ORDER);
    let mut shown = String::new();
    for (span, ty) in &typed.types {
        writeln!(shown, "{}: {}", &text[span.range()], show_type(ty)).unwrap();
    }
    assert_eq!(
        shown,
        "customer: Reference(Customer)\n\
         balance: Number\n\
         customer.balance: Number\n\
         2: Integer\n\
         number: Integer\n\
         2 * number: Number\n\
         customer.balance > 2 * number: Boolean\n"
            .replace("2 * number: Number", "2 * number: Integer")
    );
    let names: Vec<_> = typed
        .names
        .iter()
        .map(|(span, _)| &text[span.range()])
        .collect();
    assert_eq!(names, ["customer", "balance", "number"]);
    let at = u32::try_from(text.find("balance").unwrap()).unwrap();
    assert_eq!(
        typed.type_at(at + 2).map(show_type).as_deref(),
        Some("Number")
    );
}

#[test]
fn sound_conditions_have_no_problems() {
    conditions(&[
        ("status = 'paid' AND total > 0", ""),
        ("status IN ('draft', 'sent') OR is_urgent", ""),
        ("status NOT IN ('draft')", ""),
        ("due_on < '2025-01-31' AND paid_at >= current_date", ""),
        ("number BETWEEN 1 AND 9.5", ""),
        ("email MATCHES email_pattern AND email MATCHES iban", ""),
        ("note LIKE '%x' AND note IS NOT NULL", ""),
        ("email IS VALID AND customer EXISTS", ""),
        ("customer = $limit OR customer = id OR customer IS NULL", ""),
        ("('urgent' IN (note, email))", ""),
        ("note IN tags", ""),
        ("is_urgent IS NOT TRUE", ""),
        ("NOT EXISTS Order WHERE total > 100 AND status = 'paid'", ""),
        ("EXISTS (SELECT 1 FROM whatever w WHERE w.x = 3)", ""),
        ("extract(year FROM due_on) = 2025", ""),
        ("position('@' IN email) > 1", ""),
        ("customer.name ILIKE 'a%'", ""),
        ("jsonb_array_length(tags) < 10", ""),
        ("CASE status WHEN 'paid' THEN true ELSE is_urgent END", ""),
        ("note IS DISTINCT FROM NULL", ""),
    ]);
}

#[test]
fn names_have_to_stand_for_something() {
    conditions(&[
        ("stat = 'paid'", "UnknownName `stat`"),
        ("customer.balanc > 0", "UnknownMember `balanc`"),
        ("customer.agent.age > 0", "UnknownMember `age`"),
        ("shipping.town = 'x'", "UnknownMember `town`"),
        ("note.size > 0", "NoMembers `size`"),
        ("total > $max", "UnknownParameter `max`"),
        ("shout(note) = 'X'", "UnknownFunction `shout`"),
        (
            "EXISTS Invoice WHERE anything = 1",
            "UnknownEntity `Invoice`",
        ),
        ("EXISTS Agent WHERE total = 1", "UnknownName `total`"),
        (
            "email MATCHES mail_pattern",
            "UnknownPattern `mail_pattern`",
        ),
        ("email IS GOOD", "UnknownTest `GOOD`"),
        ("number::wholenumber = 1", "UnknownType `wholenumber`"),
    ]);
}

#[test]
fn enum_values_have_to_be_values_of_their_enum() {
    conditions(&[
        ("status = 'piad'", "EnumValueUnknown `'piad'`"),
        ("('piad' = status)", "EnumValueUnknown `'piad'`"),
        ("status IN ('paid', 'lost')", "EnumValueUnknown `'lost'`"),
        ("status = paid", "EnumValueUnquoted `paid`"),
        ("paid != status", "EnumValueUnquoted `paid`"),
        ("status IN (paid, 'sent')", "EnumValueUnquoted `paid`"),
        (
            "CASE status WHEN 'x' THEN true END",
            "EnumValueUnknown `'x'`",
        ),
        ("customer.agent.level = 'boss'", "EnumValueUnknown `'boss'`"),
    ]);
}

#[test]
fn what_is_compared_has_to_be_comparable() {
    conditions(&[
        ("number = note", "NotComparable `number = note`"),
        ("is_urgent = 1", "NotComparable `is_urgent = 1`"),
        ("due_on > 3", "NotComparable `due_on > 3`"),
        ("number = 'many'", "LiteralUnreadable `'many'`"),
        ("due_on < 'soon'", "LiteralUnreadable `'soon'`"),
        ("number IN (1, note)", "NotComparable `note`"),
        (
            "number BETWEEN 1 AND note",
            "NotComparable `number BETWEEN 1 AND note`",
        ),
        ("is_urgent > false", "NotOrdered `is_urgent > false`"),
        ("note = NULL", "NullComparison `note = NULL`"),
        ("NULL <> note", "NullComparison `NULL <> note`"),
        ("note NOT IN ('x', NULL)", "NullComparison `NULL`"),
        ("number IN 3", "NotList `3`"),
        ("note = \"x\"", "DoubleQuoted `\"x\"`"),
    ]);
}

#[test]
fn conditions_have_to_be_conditions_and_operands_what_their_operator_takes() {
    conditions(&[
        ("number", "NotBoolean `number`"),
        ("status = 'paid' OR 'sent'", "NotBoolean `'sent'`"),
        ("NOT total", "NotBoolean `total`"),
        ("number LIKE 'x%'", "NotText `number`"),
        ("note + 1 > 2", "NotComputable `note + 1`"),
        (
            "due_on + paid_at IS NULL",
            "NotComputable `due_on + paid_at`",
        ),
        ("1 > -note", "NotNumber `note`"),
        ("number IS TRUE", "NotBoolean `number`"),
        ("length(number) > 1", "ArgumentType `number`"),
        ("round('x') > 1", "ArgumentType `'x'`"),
        ("length() > 1", "ArgumentCount `length`"),
        ("length(note, 2) > 1", "ArgumentCount `length`"),
        ("CASE WHEN number THEN true END", "NotBoolean `number`"),
    ]);
}

#[test]
fn half_typed_conditions_say_so_once() {
    conditions(&[
        ("status =", "Missing ``"),
        ("status = 'pa", "UnclosedText `'pa`"),
        ("customer. = 1", "Missing ``"),
        ("length(", "Missing ``"),
        ("substring(note,", "Missing ``"),
        ("total > $", "Missing ``"),
        ("note IS", "Missing ``"),
        ("note == 'x'", "Missing ``"),
        ("nothing known here", "Unreadable `nothing known here`"),
    ]);
}

#[test]
fn values_have_to_fit_where_they_are_put() {
    let status = Type::of(&type_expression("enum(draft, paid)"));
    let typed = |text: &str, expected: &Type| {
        let typed = infer_value(&expression(text), expected, &ORDER);
        show_problems(&frame(text), &typed.problems)
    };
    assert_eq!(typed("('paid')", &status), "");
    assert_eq!(typed("('lost')", &status), "EnumValueUnknown `'lost'`");
    assert_eq!(typed("paid", &status), "EnumValueUnquoted `paid`");
    assert_eq!(
        typed("CASE WHEN is_urgent THEN 'paid' ELSE 'x' END", &status),
        "EnumValueUnknown `'x'`"
    );
    assert_eq!(typed("number", &Type::of_name("text")), "");
    assert_eq!(
        typed("note", &Type::of_name("integer")),
        "NotAssignable `note`"
    );
    assert_eq!(typed("NULL", &Type::of_name("integer")), "");
}

#[test]
fn assignments_and_conditions_of_statements() {
    for (step, expected) in [
        (
            "update: Order SET status = 'paid', paid_at = now() WHERE id = $limit",
            "NotComparable `id = $limit`",
        ),
        (
            "update: Order SET status = 'lost', nmber = 1",
            "EnumValueUnknown `'lost'`; UnknownName `nmber`",
        ),
        (
            "update: Order SET shipping.city = note, due_on = true",
            "NotAssignable `true`",
        ),
        ("update: Order SET number =", "Missing ``"),
        (
            "insert: Order(number = 'x', note = $limit)",
            "LiteralUnreadable `'x'`",
        ),
        ("delete: Order WHERE number", "NotBoolean `number`"),
        (
            "find: Order WHERE customer.name = 'x' RETURNING total, size",
            "UnknownName `size`",
        ),
    ] {
        let text = format!("actions:\n  - steps:\n      - {step}\n");
        let typed = infer_statement(&statement(step), &ORDER);
        assert_eq!(show_problems(&text, &typed.problems), expected, "{step}");
    }
}

#[test]
fn depth_takes_no_time() {
    let deep = "a BETWEEN (".repeat(60) + "b" + &" AND c) AND d".repeat(60);
    let typed = infer(&expression(&deep), &ORDER);
    assert!(typed.types.len() < 2_000);
}
