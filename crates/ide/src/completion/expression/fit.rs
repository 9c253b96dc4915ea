//! How well something fits a place of an expression.

use specql_analysis::expression::infer::Type;
use specql_language::expression::{Operands, ValueType};

use super::Wanted;
use crate::completion::offer::Fit;
use crate::completion::tokens::Token;

/// How well a value of a type fits what is wanted.
pub(super) fn fit(wanted: &Wanted, ty: &Type) -> Fit {
    match wanted {
        // Conditions are mostly about what has few values.
        Wanted::Condition => match ty.value() {
            ValueType::Enum | ValueType::Boolean => Fit::Wanted,
            _ => Fit::Near,
        },
        Wanted::Value(wanted) if wanted == ty => Fit::Wanted,
        Wanted::Value(wanted) => {
            let (wanted, value) = (wanted.value(), ty.value());
            if wanted.is_open() || wanted == value && wanted != ValueType::Reference {
                Fit::Near
            } else if value.is_comparable_with(wanted) && !value.is_open() {
                Fit::Usual
            } else {
                Fit::Rare
            }
        }
        Wanted::OneOf([]) => Fit::Near,
        Wanted::OneOf(accepted) => {
            let value = ty.value();
            let takes = accepted.iter().any(|accepted| value.converts_to(*accepted));
            if takes && !value.is_open() {
                Fit::Near
            } else {
                Fit::Rare
            }
        }
    }
}

/// How well an operator fits behind a value of a type; none where it does not.
pub(super) fn goes_with(operands: Operands, ty: ValueType, is_whole: bool) -> Option<Fit> {
    let is_open = ty.is_open();
    let fit = match operands {
        Operands::Conditions if is_whole || ty == ValueType::Boolean => Fit::Wanted,
        Operands::Conditions => Fit::Possible,
        _ if is_whole && operands != Operands::Amounts && operands != Operands::Numbers => {
            return None;
        }
        Operands::Comparable => Fit::Near,
        Operands::Any => Fit::Usual,
        Operands::Members if ty == ValueType::Enum => Fit::Wanted,
        Operands::Members => Fit::Usual,
        Operands::Ordered | Operands::Range if is_open || ty.is_ordered() => Fit::Usual,
        Operands::Texts | Operands::Pattern if is_open || ty.is_text() => Fit::Possible,
        Operands::Amounts | Operands::Numbers if is_open || ty.is_number() => Fit::Possible,
        _ => return None,
    };
    Some(fit)
}

/// Whether some pieces end with a whole comparison.
pub(super) fn is_whole(before: &[Token<'_>]) -> bool {
    const COMPARING: [&str; 7] = ["is", "in", "like", "ilike", "matches", "between", "exists"];
    let mut depth = 0_usize;
    for token in before.iter().rev() {
        match token {
            Token::Close => depth += 1,
            Token::Open if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            token if joins(token) => return false,
            Token::Sign(_) => return true,
            token if COMPARING.iter().any(|word| token.is(word)) => return true,
            _ => {}
        }
    }
    false
}

/// Whether a piece begins another condition.
fn joins(token: &Token<'_>) -> bool {
    ["and", "or", "where", "set", "when", "then"]
        .iter()
        .any(|word| token.is(word))
        || *token == Token::Comma
        || *token == Token::Open
}
