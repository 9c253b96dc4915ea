//! Entities whose table gets two names.

use specql_language::Target;

use super::identifier::is_identifier;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::sql::generated::{Forms, split};
use crate::rules::{Context, Group, Rule};

pub(super) const TWO_TABLE_NAMES: Rule = Rule::new(
    "two-table-names",
    Group::Sql,
    Severity::Warning,
    include_str!("../../../rules/two-table-names.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    let Some(entity) = &context.spec.entity else {
        return;
    };
    let forms = Forms::of(&entity.text);
    if context.target == Target::Next || forms.agree() || !is_identifier(&entity.text) {
        return;
    }
    let split = split(&entity.text);
    let joined = capitalized(&split.replace('_', "").to_lowercase());
    let mut good: Vec<&str> = vec![&split, &joined];
    good.retain(|name| Forms::of(name).agree() && is_identifier(name));
    good.dedup();
    let diagnostic = Diagnostic::new(
        &TWO_TABLE_NAMES,
        entity.span,
        format!(
            "SpecQL 0.8.7 makes the table `tb_{}` and then looks for `tb_{}` (PostgreSQL: relation \
             does not exist)",
            forms.joined, forms.split
        ),
    );
    let names: Vec<_> = good.iter().map(|name| format!("`{name}`")).collect();
    context.report(diagnostic.with_help(format!(
        "Call it {}, here and where it is referred to.",
        names.join(" or ")
    )));
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
