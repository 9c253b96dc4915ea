//! The same, said in words that SpecQL 0.8.7 knows.

use specql_yaml::Span;

use crate::diagnostic::Edit;
use crate::expression::ast::{Expression, ExpressionKind};
use crate::rules::Context;

/// `a IN (1, 2)` as `(a = 1 OR a = 2)`, `a BETWEEN 1 AND 2` as `(a >= 1 AND a <= 2)`. Brackets
/// are left out where nothing is beside it.
pub(super) fn comparisons(part: &Expression, text: &str, stands_alone: bool) -> Option<String> {
    let source = |expression: &Expression| -> Option<&str> {
        let is_there = !matches!(
            expression.kind,
            ExpressionKind::Missing | ExpressionKind::Unreadable(_)
        );
        let source = text.get(expression.span.range())?;
        (is_there && !source.contains(['\n', '\r'])).then_some(source)
    };
    let (comparisons, word) = match &part.kind {
        ExpressionKind::In {
            value,
            negated,
            list,
        } => {
            let value = operand(value, source(value)?);
            let items = match &list.kind {
                ExpressionKind::List(items) if !items.is_empty() => items.as_slice(),
                _ => return None,
            };
            let sign = if *negated { "!=" } else { "=" };
            let comparison = |item: &Expression| {
                Some(format!("{value} {sign} {}", operand(item, source(item)?)))
            };
            let comparisons: Option<Vec<_>> = items.iter().map(comparison).collect();
            (comparisons?, if *negated { " AND " } else { " OR " })
        }
        ExpressionKind::Between {
            value,
            negated,
            low,
            high,
        } => {
            let value = operand(value, source(value)?);
            let (low, high) = (operand(low, source(low)?), operand(high, source(high)?));
            let signs = if *negated { ["<", ">"] } else { [">=", "<="] };
            let [below, above] = signs;
            let comparisons = vec![
                format!("{value} {below} {low}"),
                format!("{value} {above} {high}"),
            ];
            (comparisons, if *negated { " OR " } else { " AND " })
        }
        _ => return None,
    };
    let is_one = comparisons.len() == 1;
    let joined = comparisons.join(word);
    Some(if is_one || stands_alone {
        joined
    } else {
        format!("({joined})")
    })
}

/// An operand, in brackets if it consists of several.
fn operand(expression: &Expression, source: &str) -> String {
    let is_simple = !matches!(
        expression.kind,
        ExpressionKind::Binary { .. }
            | ExpressionKind::Is { .. }
            | ExpressionKind::In { .. }
            | ExpressionKind::Between { .. }
            | ExpressionKind::Like { .. }
            | ExpressionKind::Matches { .. }
            | ExpressionKind::Case { .. }
    );
    if is_simple {
        source.to_owned()
    } else {
        format!("({source})")
    }
}

/// A new field behind the last one, where each stands in lines of its own.
pub(super) fn new_field(context: &Context<'_>, name: &str, type_name: &str) -> Option<Edit> {
    let last = context.spec.fields.last()?;
    let start = last.name.span.start as usize;
    let before = context.text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indentation = before.get(line..)?;
    let end = last.span.end.max(last.name.span.end) as usize;
    let behind = context.text.get(end..)?;
    let rest = behind.split(['\n', '\r']).next().unwrap_or_default();
    let is_in_block = indentation.bytes().all(|byte| byte == b' ');
    let field = context.source(last.name.span.to(last.span));
    let is_short =
        !field.contains('\n') && (rest.trim().is_empty() || rest.trim().starts_with('#'));
    let is_key = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (is_in_block && is_short && is_key && !last.span.is_empty()).then(|| {
        let end = Span::at(end + rest.len());
        context.edit(end, format!("\n{indentation}{name}: {type_name}"))
    })
}
