//! The rule about what a spec asks for and its SQL does not have. Who makes the SQL tells it: see
//! [`crate::Host::with_sql`].
//!
//! It is about no mistake of the generator 0.8.7, whose SQL may load all the same. Where specs are
//! written for that generator, its SQL counts and not ours, and making ours of each spec that is
//! checked would cost more than all other rules together: there the SQL itself says what it lacks.

use specql_language::Target;
use specql_yaml::Span;

use super::{Context, Group, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULES: &[Rule] = &[LEFT_OUT_OF_SQL];

pub(crate) const LEFT_OUT_OF_SQL: Rule = Rule::new(
    "left-out-of-sql",
    Group::Ignored,
    Severity::Info,
    include_str!("../../rules/left-out-of-sql.md"),
);

pub(super) fn check(context: &mut Context<'_>) {
    // Of a text that is broken much is left out, and that is what is told of it.
    if context.target != Target::Next || !context.is_yaml || !context.is_spec() {
        return;
    }
    let mut all = context.db.left_out(context.file);
    // One message per cause is enough.
    all.retain(|left_out| !context.has_any(left_out.span));
    for left_out in all {
        let span = first_line(context, left_out.span);
        let message = format!("left out of the SQL: {}", left_out.reason);
        context.report(Diagnostic {
            severity: left_out.severity,
            ..Diagnostic::new(&LEFT_OUT_OF_SQL, span, message)
        });
    }
}

/// What of a place stands on its first line.
fn first_line(context: &Context<'_>, span: Span) -> Span {
    let source = context.source(span);
    let text = source.trim_start();
    let line = text.lines().next().unwrap_or_default().trim_end();
    let start = span.start as usize + source.len() - text.len();
    Span::new(start, start + line.len())
}

#[cfg(test)]
mod tests {
    use crate::Host;
    use crate::db::LeftOut;
    use crate::diagnostic::Severity;
    use crate::rules::diagnostics;
    use specql_language::Target;
    use specql_yaml::Span;

    /// What is told of a text whose SQL lacks these pieces of it.
    fn told(text: &str, maker: crate::db::SqlMaker) -> Vec<String> {
        let mut host = Host::new().with_sql(maker);
        host.set_target(Target::Next);
        let file = host.set_file("item.yaml", text);
        let found = diagnostics(host.db(), file).iter();
        let found = found.filter(|d| d.severity > Severity::Hint);
        found
            .map(|d| format!("{}: {}: {}", d.rule.code, &text[d.span.range()], d.message))
            .collect()
    }

    /// As if everything behind the fields were left out.
    fn all_behind_fields(db: &dyn crate::db::Db, file: crate::db::File) -> Vec<LeftOut> {
        let text = file.text(db).to_string();
        let at = text.find("fields:").map_or(0, |at| at + 8);
        vec![LeftOut {
            span: Span::new(at, text.len()),
            reason: "all of it".to_owned(),
            severity: Severity::Warning,
        }]
    }

    const SOUND: &str = "\
entity: Item
schema: catalog
description: What is sold
fields:
  name: text
  price: integer
";

    #[test]
    fn it_stands_on_the_first_line_of_what_is_left_out() {
        assert_eq!(
            told(SOUND, all_behind_fields),
            ["left-out-of-sql: name: text: left out of the SQL: all of it"]
        );
    }

    #[test]
    fn what_another_rule_says_is_said_once() {
        let wrong = SOUND.replace("integer", "ref(Nobody)!");
        let told = told(&wrong, all_behind_fields);
        assert!(told.iter().any(|told| told.starts_with("unknown-entity")));
        assert!(!told.iter().any(|told| told.starts_with("left-out")));
    }

    #[test]
    fn of_a_broken_text_nothing_is_told() {
        let broken = format!("{SOUND}  due date\n");
        let told = told(&broken, all_behind_fields);
        assert!(!told.iter().any(|told| told.starts_with("left-out")));
    }

    #[test]
    fn where_no_sql_is_made_nothing_is_left_out() {
        assert_eq!(told(SOUND, |_, _| Vec::new()), [""; 0]);
    }
}
