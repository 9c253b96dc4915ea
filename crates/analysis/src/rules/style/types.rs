//! Types that say less than the name of their field.

use specql_language::Target;
use specql_language::types::{by_name, composite, is_secret, scalar};

use super::{
    Context, Diagnostic, Group, Rule, Severity, is_free_field_name, rename_field, snake_case,
};
use crate::diagnostic::Fix;
use crate::expression::ast::{Name, TypeKind};
use crate::index::{EntityName, files_of_entity};
use crate::spec::Field;

pub(super) const PLAIN_TEXT_FIELD: Rule = Rule::new(
    "plain-text-field",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/plain-text-field.md"),
);

pub(super) const ID_FIELD: Rule = Rule::new(
    "id-field",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/id-field.md"),
);

pub(super) const SECRET_IN_CLEAR: Rule = Rule::new(
    "secret-in-clear",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/secret-in-clear.md"),
);

pub(super) const MONEY_WITHOUT_CURRENCY: Rule = Rule::new(
    "money-without-currency",
    Group::Style,
    Severity::Hint,
    include_str!("../../../rules/money-without-currency.md"),
);

/// Whose numbers and keys are not those of a row in this database.
const FOREIGN_IDS: [&str; 12] = [
    "external",
    "correlation",
    "device",
    "idempotency",
    "legacy",
    "message",
    "remote",
    "request",
    "session",
    "tax",
    "trace",
    "transaction",
];

pub(super) fn check(context: &mut Context<'_>) {
    let spec = context.spec;
    for field in &spec.fields {
        let TypeKind::Named {
            name,
            arguments: None,
        } = &field.field_type.kind
        else {
            continue;
        };
        match name.text.as_str() {
            "text" | "apiKey" if is_secret(&snake_case(&field.name.text)) => secret(context, field),
            "text" => text(context, field, name),
            "uuid" | "integer" | "bigint" => {
                id(context, field, name, true);
            }
            _ => {}
        }
    }
    money(context);
}

fn text(context: &mut Context<'_>, field: &Field, type_name: &Name) {
    if !id(context, field, type_name, false) {
        plain_text(context, field, type_name);
    }
}

fn plain_text(context: &mut Context<'_>, field: &Field, type_name: &Name) {
    let Some(better) = by_name(&field.name.text).and_then(|entry| scalar(entry.type_name)) else {
        return;
    };
    // The create and update actions of 0.8.7 fail over some rich types; they are not for advice.
    if context.target == Target::V0_8 && !better.works_in_crud {
        return;
    }
    let name = better.name;
    let message = format!(
        "`{}` is plain text; the type `{name}` fits",
        field.name.text
    );
    let mut found =
        Diagnostic::new(&PLAIN_TEXT_FIELD, type_name.span, message).with_help(better.doc);
    // A rich type would lose the default.
    if field.default.is_none() {
        let edits = vec![context.edit(type_name.span, name)];
        found = found.with_fix(Fix::suggestion(format!("Make it `{name}`"), edits));
    }
    context.report(found);
}

/// A field that holds the key of another row. Whether it was one is the answer.
fn id(context: &mut Context<'_>, field: &Field, type_name: &Name, is_key: bool) -> bool {
    let Some(stem) = field
        .name
        .text
        .strip_suffix("_id")
        .filter(|s| !s.is_empty())
    else {
        return false;
    };
    let may_be_any = context.spec.field(&format!("{stem}_type")).is_some();
    let is_foreign = FOREIGN_IDS
        .iter()
        .any(|word| stem == *word || stem.split('_').next() == Some(word));
    if may_be_any
        || is_foreign
        || specql_language::reserved::is_reserved_field(&field.name.text).is_some()
    {
        return false;
    }
    let target = entity_called(context, stem);
    let (message, fix) = match target {
        Some(entity) => {
            let message = format!(
                "`{}` looks like the key of a row of `{entity}`; a reference `{stem}: ref({entity})` \
                 is kept by the database",
                field.name.text
            );
            let is_possible = is_free_field_name(context, stem) && field.default.is_none();
            let mut edits = rename_field(context, &field.name, stem);
            edits.push(context.edit(type_name.span, format!("ref({entity})")));
            let fix = Fix::suggestion(format!("Make it `{stem}: ref({entity})`"), edits);
            (message, is_possible.then_some(fix))
        }
        None if is_key => {
            let message = format!(
                "`{}` looks like the key of another row; a reference `ref(...)` is kept by the \
                 database",
                field.name.text
            );
            (message, None)
        }
        None => return false,
    };
    let mut found = Diagnostic::new(&ID_FIELD, field.name.span, message);
    found.fixes.extend(fix);
    context.report(found);
    true
}

/// The entity of the workspace whose name is this one in `snake_case`.
fn entity_called(context: &Context<'_>, snake: &str) -> Option<String> {
    let words = snake.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    let words: Vec<String> = words.collect();
    let spellings = [words.join("_"), words.concat(), snake.to_owned()];
    spellings.into_iter().find(|name| {
        !files_of_entity(context.db, EntityName::new(context.db, name.clone())).is_empty()
    })
}

fn secret(context: &mut Context<'_>, field: &Field) {
    let message = format!("`{}` is kept as it is typed in", field.name.text);
    let help = "Whoever reads the table can use it. Keep a hash of a password; keep a key \
                encrypted, or outside of the database.";
    let found = Diagnostic::new(&SECRET_IN_CLEAR, field.name.span, message).with_help(help);
    context.report(found);
}

/// One message per entity is enough.
fn money(context: &mut Context<'_>) {
    let fields = &context.spec.fields;
    let is_money = |field: &&Field| type_name(field) == Some("money");
    let Some(field) = fields.iter().find(is_money) else {
        return;
    };
    if fields.iter().any(names_currency) {
        return;
    }
    let message = format!("nothing says in which currency `{}` is", field.name.text);
    let help = "Add a field `currency: currencyCode`, or a reference to a currency.";
    let found = Diagnostic::new(&MONEY_WITHOUT_CURRENCY, field.name.span, message).with_help(help);
    context.report(found);
}

fn type_name(field: &Field) -> Option<&str> {
    match &field.field_type.kind {
        TypeKind::Named { name, .. } => Some(&name.text),
        _ => None,
    }
}

fn names_currency(field: &Field) -> bool {
    let says_it = |text: &str| text.to_lowercase().contains("currency");
    let by_type = match &field.field_type.kind {
        TypeKind::Named { name, .. } => {
            let members = composite(&name.text).map_or(&[][..], |composite| composite.members);
            says_it(&name.text) || members.iter().any(|member| says_it(member.type_name))
        }
        TypeKind::Reference { targets, .. } => targets.iter().any(|t| says_it(&t.name.text)),
        _ => false,
    };
    by_type || says_it(&field.name.text)
}
