//! Expressions.

use specql_yaml::Span;

use super::tokens::{Kind, Tokens};
use crate::expression::ast::{
    BinaryOperator, Call, Expression, ExpressionKind, Literal, Test, UnaryOperator,
};

/// Deeper ones are left to the tree.
const MAX_DEPTH: usize = 40;

/// And so are longer ones: each operator of a row holds all those before it, so that a long row is
/// a deep expression.
const MAX_OPERATORS: usize = 100;

/// Names of functions whose brackets hold more than arguments.
const OF_SQL: [&str; 2] = ["cast", "position"];

/// An expression that is all there is.
pub(super) fn whole(tokens: Tokens<'_>) -> Option<Expression> {
    let mut reader = Reader::new(tokens);
    let expression = reader.expression()?;
    reader.tokens.is_at_end().then_some(expression)
}

/// An expression, and what stands behind it is left.
pub(super) fn expression(tokens: &mut Tokens<'_>) -> Option<Expression> {
    let mut reader = Reader::new(tokens.clone());
    let expression = reader.expression()?;
    *tokens = reader.tokens;
    Some(expression)
}

struct Reader<'t> {
    tokens: Tokens<'t>,
    depth: usize,
    /// How many operators there were.
    operators: usize,
}

/// Operators between two operands, from those that bind weakest.
const LEVELS: [&[(&str, BinaryOperator)]; 5] = [
    &[("or", BinaryOperator::Or)],
    &[("and", BinaryOperator::And)],
    &[("||", BinaryOperator::Concatenate)],
    &[("+", BinaryOperator::Add), ("-", BinaryOperator::Subtract)],
    &[
        ("*", BinaryOperator::Multiply),
        ("/", BinaryOperator::Divide),
        ("%", BinaryOperator::Remainder),
    ],
];

const COMPARISONS: [(&str, BinaryOperator); 7] = [
    ("=", BinaryOperator::Equal),
    ("!=", BinaryOperator::NotEqual),
    ("<>", BinaryOperator::NotEqual),
    ("<", BinaryOperator::Less),
    ("<=", BinaryOperator::LessOrEqual),
    (">", BinaryOperator::Greater),
    (">=", BinaryOperator::GreaterOrEqual),
];

impl<'t> Reader<'t> {
    fn new(tokens: Tokens<'t>) -> Self {
        Self {
            tokens,
            depth: 0,
            operators: 0,
        }
    }

    fn expression(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let expression = self.level(0);
        self.depth -= 1;
        expression
    }

    /// Operands of one level with its operators between them.
    fn level(&mut self, level: usize) -> Option<Expression> {
        let mut left = self.below(level)?;
        while let Some((operator, span)) = self.operator(LEVELS.get(level)?) {
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return None;
            }
            let right = self.below(level)?;
            left = binary(left, operator, span, right);
        }
        Some(left)
    }

    /// What the operands of a level are.
    fn below(&mut self, level: usize) -> Option<Expression> {
        match level {
            1 => self.negation(),
            level if level + 1 < LEVELS.len() => self.level(level + 1),
            _ => self.operand(),
        }
    }

    fn operator(&mut self, among: &[(&str, BinaryOperator)]) -> Option<(BinaryOperator, Span)> {
        let next = self.tokens.peek();
        if !matches!(next.kind, Kind::Sign | Kind::Word) {
            return None;
        }
        let written = self.tokens.written(next.span);
        let is_it = |(symbol, _): &&(&str, _)| symbol.eq_ignore_ascii_case(written);
        let (_, operator) = among.iter().find(is_it)?;
        self.tokens.take();
        Some((*operator, next.span))
    }

    fn negation(&mut self) -> Option<Expression> {
        let Some(not) = self.tokens.take_word("not") else {
            return self.comparison();
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let operand = self.negation()?;
        self.depth -= 1;
        Some(unary(UnaryOperator::Not, not, operand))
    }

    /// One comparison or none; several in a row are left to the tree.
    fn comparison(&mut self) -> Option<Expression> {
        let left = self.level(2)?;
        if let Some((operator, span)) = self.operator(&COMPARISONS) {
            let right = self.level(2)?;
            return Some(binary(left, operator, span, right));
        }
        if self.tokens.take_word("is").is_some() {
            return self.test(left);
        }
        let negated = self.tokens.take_word("not").is_some();
        let value = Box::new(left);
        let start = value.span;
        let kind = if self.tokens.take_word("in").is_some() {
            ExpressionKind::In {
                value,
                negated,
                list: Box::new(self.list()?),
            }
        } else if self.tokens.take_word("matches").is_some() {
            ExpressionKind::Matches {
                value,
                negated,
                pattern: Box::new(self.level(2)?),
            }
        } else if self.tokens.is_word("like") || self.tokens.is_word("ilike") {
            let word = self.tokens.take().span;
            ExpressionKind::Like {
                value,
                negated,
                ignores_case: self.tokens.written(word).eq_ignore_ascii_case("ilike"),
                template: Box::new(self.level(2)?),
            }
        } else if negated {
            return None;
        } else {
            return Some(*value);
        };
        let end = match &kind {
            ExpressionKind::In { list: right, .. }
            | ExpressionKind::Matches { pattern: right, .. }
            | ExpressionKind::Like {
                template: right, ..
            } => right.span,
            _ => start,
        };
        Some(Expression {
            kind,
            span: start.to(end),
        })
    }

    /// What stands behind `IS`.
    fn test(&mut self, left: Expression) -> Option<Expression> {
        let negated = self.tokens.take_word("not").is_some();
        let is_literal = ["null", "true", "false"]
            .iter()
            .any(|word| self.tokens.is_word(word));
        if !is_literal && !self.tokens.is_name() {
            return None;
        }
        let word = self.tokens.take().span;
        if self.tokens.is_sign("(") || self.tokens.is_sign(".") {
            return None;
        }
        let span = left.span.to(word);
        let kind = ExpressionKind::Is {
            value: Box::new(left),
            negated,
            test: Test::Word(crate::expression::ast::Name {
                text: self.tokens.written(word).to_owned(),
                span: word,
            }),
        };
        Some(Expression { kind, span })
    }

    /// The list behind `IN`.
    fn list(&mut self) -> Option<Expression> {
        let open = self.tokens.take_sign("(")?;
        let (parts, close) = self.parts()?;
        if parts.is_empty() {
            return None;
        }
        Some(Expression {
            kind: ExpressionKind::List(parts),
            span: open.to(close),
        })
    }

    /// What stands between brackets, with the place of the closing one. The opening one is taken.
    fn parts(&mut self) -> Option<(Vec<Expression>, Span)> {
        let mut parts = Vec::new();
        if let Some(close) = self.tokens.take_sign(")") {
            return Some((parts, close));
        }
        loop {
            parts.push(self.expression()?);
            if let Some(close) = self.tokens.take_sign(")") {
                return Some((parts, close));
            }
            self.tokens.take_sign(",")?;
        }
    }

    fn operand(&mut self) -> Option<Expression> {
        let next = self.tokens.peek();
        let written = self.tokens.written(next.span);
        let literal = |literal: Literal| {
            Some(Expression {
                kind: ExpressionKind::Literal(literal),
                span: next.span,
            })
        };
        match next.kind {
            Kind::Number => {
                self.tokens.take();
                literal(Literal::Number(written.to_owned()))
            }
            Kind::Text => {
                self.tokens.take();
                literal(Literal::Text {
                    value: written.get(1..written.len() - 1)?.to_owned(),
                    double_quoted: written.starts_with('"'),
                    closed: true,
                })
            }
            Kind::Word => {
                for (word, value) in [("true", true), ("false", false)] {
                    if self.tokens.take_word(word).is_some() {
                        return literal(Literal::Boolean(value));
                    }
                }
                if self.tokens.take_word("null").is_some() {
                    return literal(Literal::Null);
                }
                self.named()
            }
            Kind::Sign => match written {
                "-" => {
                    self.tokens.take();
                    let operand = self.operand_of_sign()?;
                    Some(unary(UnaryOperator::Negate, next.span, operand))
                }
                "(" => self.group(),
                _ => None,
            },
            Kind::End | Kind::Odd => None,
        }
    }

    /// Behind a minus sign stands one operand; `--` is a comment in SQL.
    fn operand_of_sign(&mut self) -> Option<Expression> {
        (!self.tokens.is_sign("-")).then(|| self.operand())?
    }

    /// A name, what it leads to, or the call of a function.
    fn named(&mut self) -> Option<Expression> {
        let path = self.tokens.path()?;
        let is_any = |words: &[&str]| {
            let mut words = words.iter();
            let name = path.single();
            name.is_some_and(|name| words.any(|word| word.eq_ignore_ascii_case(&name.text)))
        };
        // In brackets it may begin a query.
        if is_any(&["select"]) || (self.tokens.is_sign("(") && is_any(&OF_SQL)) {
            return None;
        }
        if self.tokens.take_sign("(").is_some() {
            return self.call(path);
        }
        let span = path.span;
        let kind = match path.parts.len() {
            1 => ExpressionKind::Name(path.parts.into_iter().next()?.text),
            _ => ExpressionKind::Path(path),
        };
        Some(Expression { kind, span })
    }

    fn call(&mut self, function: crate::expression::ast::Path) -> Option<Expression> {
        let start = function.span;
        let (arguments, close) = self.arguments()?;
        Some(Expression {
            kind: ExpressionKind::Call(Call {
                function,
                distinct: false,
                arguments,
                closed: true,
            }),
            span: start.to(close),
        })
    }

    /// The arguments of a call; all of them may be a star.
    fn arguments(&mut self) -> Option<(Vec<Expression>, Span)> {
        let Some(star) = self.tokens.take_sign("*") else {
            return self.parts();
        };
        let close = self.tokens.take_sign(")")?;
        let star = Expression {
            kind: ExpressionKind::Star,
            span: star,
        };
        Some((vec![star], close))
    }

    fn group(&mut self) -> Option<Expression> {
        let open = self.tokens.take_sign("(")?;
        let (mut parts, close) = self.parts()?;
        let kind = match parts.len() {
            0 => return None,
            1 => ExpressionKind::Group(Box::new(parts.pop()?)),
            _ => ExpressionKind::List(parts),
        };
        Some(Expression {
            kind,
            span: open.to(close),
        })
    }
}

fn binary(
    left: Expression,
    operator: BinaryOperator,
    operator_span: Span,
    right: Expression,
) -> Expression {
    let span = left.span.to(right.span);
    let kind = ExpressionKind::Binary {
        operator,
        operator_span,
        left: Box::new(left),
        right: Box::new(right),
    };
    Expression { kind, span }
}

fn unary(operator: UnaryOperator, sign: Span, operand: Expression) -> Expression {
    let span = sign.to(operand.span);
    let operand = Box::new(operand);
    let kind = ExpressionKind::Unary { operator, operand };
    Expression { kind, span }
}
