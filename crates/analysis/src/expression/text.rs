//! Expressions that stand in no place of a spec where the grammar looks for them.

use specql_syntax::Parser;

use super::ast::Expression;
use super::lower;

/// The expression that a text holds. Its places are those of no file.
#[must_use]
pub fn of_text(text: &str) -> Option<Expression> {
    // JSON's quotes are YAML's, too.
    let quoted = serde_json::to_string(text).ok()?;
    let before = "computed_fields:\n  - value: ";
    let spec = format!("{before}{quoted}\n");
    let tree = Parser::new().parse(&spec, None);
    let (start, end) = (before.len(), before.len() + quoted.len());
    let mut node = tree.root().named_descendant_for_byte_range(start, end)?;
    while let Some(parent) = node.parent() {
        if parent.byte_range() != node.byte_range() {
            break;
        }
        node = parent;
    }
    lower::expression(node, &spec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::ast::ExpressionKind;

    #[test]
    fn any_text_is_read_as_an_expression() {
        let call = of_text("lower(\"a\" || 'it''s \\ \n')").unwrap();
        assert!(matches!(call.kind, ExpressionKind::Call(_)), "{call:?}");
        let nothing = of_text("").unwrap();
        assert_eq!(nothing.kind, ExpressionKind::Missing);
        assert!(of_text("a: [}\u{0}\u{85}'").is_some());
    }
}
