//! The walk through an expression.

use specql_language::expression::{Place, ValueType, name as word, test as known_test};
use specql_yaml::Span;

use super::compare::Comparison;
use super::{Anything, Meaning, Origin, Problem, ProblemKind, Scope, Type, Typed, arithmetic};
use crate::expression::ast::{
    BinaryOperator, Branch, Exists, Expression, ExpressionKind, Literal, Name, Parameter, Path,
    Test, UnaryOperator,
};

/// Goes through an expression and notes what it finds.
pub(super) struct Walk<'s> {
    scope: &'s dyn Scope,
    types: Vec<(Span, Type)>,
    names: Vec<(Span, Meaning)>,
    problems: Vec<Problem>,
}

impl<'s> Walk<'s> {
    pub(super) fn new(scope: &'s dyn Scope) -> Self {
        Self {
            scope,
            types: Vec::new(),
            names: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn finish(self, whole: Type) -> Typed {
        let Self {
            types,
            names,
            problems,
            ..
        } = self;
        Typed {
            whole,
            types,
            names,
            problems,
        }
    }

    pub(super) fn scope(&self) -> &'s dyn Scope {
        self.scope
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, span: Span) {
        self.problems.push(Problem { kind, span });
    }

    pub(super) fn typed(&mut self, span: Span, ty: Type) -> Type {
        self.types.push((span, ty.clone()));
        ty
    }

    /// The type of an expression, noted.
    pub(super) fn visit(&mut self, expression: &Expression) -> Type {
        let ty = self.type_of(expression);
        self.typed(expression.span, ty)
    }

    /// An expression that has to be true or false.
    pub(super) fn condition(&mut self, expression: &Expression) {
        let ty = self.visit(expression);
        match ty.value() {
            ValueType::Boolean | ValueType::Unknown | ValueType::Null => {}
            ValueType::Literal if is_truth_value(expression) => {}
            _ => self.problem(ProblemKind::NotBoolean(ty), expression.span),
        }
    }

    fn type_of(&mut self, expression: &Expression) -> Type {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Literal(literal) => self.literal(literal, span),
            ExpressionKind::Name(name) => self.name(name, span),
            ExpressionKind::Path(path) => self.path(path),
            ExpressionKind::Parameter(parameter) => self.parameter(parameter),
            ExpressionKind::Unary { operator, operand } => self.unary(*operator, operand),
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => self.binary(*operator, left, right, span),
            ExpressionKind::Is { value, test, .. } => self.is(value, test, span),
            ExpressionKind::In {
                value,
                negated,
                list,
            } => {
                self.members(value, list, *negated);
                Type::BOOLEAN
            }
            ExpressionKind::Between {
                value, low, high, ..
            } => self.between(value, low, high),
            ExpressionKind::Like {
                value, template, ..
            } => {
                self.text(value);
                self.text(template);
                Type::BOOLEAN
            }
            ExpressionKind::Matches { value, pattern, .. } => self.matches(value, pattern),
            ExpressionKind::Exists(exists) => self.exists(exists),
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref()),
            ExpressionKind::Cast { value, type_name } => self.cast(value, type_name),
            ExpressionKind::List(items) => {
                for item in items {
                    self.visit(item);
                }
                Type::Value(ValueType::List)
            }
            ExpressionKind::Group(inner) => self.visit(inner),
            // SQL, with names of its own.
            ExpressionKind::Subquery(_) | ExpressionKind::Star => Type::UNKNOWN,
            ExpressionKind::Missing => {
                self.problem(ProblemKind::Missing, span);
                Type::UNKNOWN
            }
            ExpressionKind::Unreadable(parts) => self.unreadable(parts, span),
        }
    }

    /// The parts are looked at for what their names stand for, not for what is wrong with them:
    /// one problem says it all.
    fn unreadable(&mut self, parts: &[Expression], span: Span) -> Type {
        let known = self.problems.len();
        for part in parts {
            self.visit(part);
        }
        self.problems.truncate(known);
        self.problem(ProblemKind::Unreadable, span);
        Type::UNKNOWN
    }

    fn literal(&mut self, literal: &Literal, span: Span) -> Type {
        Type::Value(match literal {
            Literal::Text { closed: false, .. } => {
                self.problem(ProblemKind::UnclosedText, span);
                ValueType::Unknown
            }
            Literal::Text {
                value,
                double_quoted: true,
                ..
            } => {
                self.problem(ProblemKind::DoubleQuoted(value.clone()), span);
                ValueType::Literal
            }
            Literal::Text { .. } => ValueType::Literal,
            Literal::Number(digits) if digits.contains(['.', 'e', 'E']) => ValueType::Number,
            Literal::Number(digits) if digits.parse::<i32>().is_ok() => ValueType::Integer,
            Literal::Number(digits) if digits.parse::<i64>().is_ok() => ValueType::Bigint,
            Literal::Number(_) => ValueType::Number,
            Literal::Boolean(_) => ValueType::Boolean,
            Literal::Null => ValueType::Null,
        })
    }

    fn meaning(&self, name: &str) -> Option<Meaning> {
        self.scope.name(name).or_else(|| {
            let known = word(name)?;
            let origin = match known.place {
                Place::Column => Origin::Column,
                _ => Origin::Word,
            };
            let ty = match known.value {
                ValueType::Row => Type::Row(known.name.into()),
                value => Type::Value(value),
            };
            Some(Meaning { origin, ty })
        })
    }

    pub(super) fn is_unknown_name(&self, expression: &Expression) -> bool {
        match &expression.kind {
            ExpressionKind::Name(name) => self.meaning(name).is_none(),
            _ => false,
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Type {
        if name.is_empty() {
            self.problem(ProblemKind::Missing, span);
            return Type::UNKNOWN;
        }
        let meaning = self.meaning(name);
        self.note(meaning, span, || ProblemKind::UnknownName(name.to_owned()))
    }

    /// The type of what a name stands for; else that is a problem.
    fn note(
        &mut self,
        meaning: Option<Meaning>,
        span: Span,
        problem: impl FnOnce() -> ProblemKind,
    ) -> Type {
        match meaning {
            Some(meaning) => {
                let ty = meaning.ty.clone();
                self.names.push((span, meaning));
                ty
            }
            None => {
                self.problem(problem(), span);
                Type::UNKNOWN
            }
        }
    }

    pub(super) fn path(&mut self, path: &Path) -> Type {
        let Some((first, rest)) = path.parts.split_first() else {
            return Type::UNKNOWN;
        };
        let ty = self.name(&first.text, first.span);
        self.typed(first.span, ty.clone());
        self.walk_on(ty, rest)
    }

    /// From a value to its member, to that one's member, and so on.
    fn walk_on(&mut self, from: Type, names: &[Name]) -> Type {
        let mut ty = from;
        for name in names {
            ty = self.member(&ty, name);
            self.typed(name.span, ty.clone());
        }
        ty
    }

    fn member(&mut self, of: &Type, name: &Name) -> Type {
        if name.text.is_empty() {
            self.problem(ProblemKind::Missing, name.span);
            return Type::UNKNOWN;
        }
        match of.value() {
            ValueType::Unknown | ValueType::Null | ValueType::Json => Type::UNKNOWN,
            ValueType::Reference | ValueType::Composite | ValueType::Row => {
                let meaning = self.scope.member(of, &name.text);
                self.note(meaning, name.span, || ProblemKind::UnknownMember {
                    of: of.clone(),
                    name: name.text.clone(),
                })
            }
            _ => {
                self.problem(ProblemKind::NoMembers(of.clone()), name.span);
                Type::UNKNOWN
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter) -> Type {
        let Some((first, rest)) = parameter.parts.split_first() else {
            return Type::UNKNOWN;
        };
        if first.text.is_empty() {
            self.problem(ProblemKind::Missing, first.span);
            return Type::UNKNOWN;
        }
        let meaning = self.scope.parameter(parameter.mark, &first.text);
        let ty = self.note(meaning, first.span, || {
            ProblemKind::UnknownParameter(first.text.clone())
        });
        self.typed(first.span, ty.clone());
        self.walk_on(ty, rest)
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expression) -> Type {
        match operator {
            UnaryOperator::Not => {
                self.condition(operand);
                Type::BOOLEAN
            }
            UnaryOperator::Distinct => self.visit(operand),
            UnaryOperator::Negate => {
                let ty = self.visit(operand);
                let value = ty.value();
                if value.is_number() || value.is_open() || value == ValueType::Interval {
                    return ty;
                }
                self.problem(ProblemKind::NotNumber(ty), operand.span);
                Type::UNKNOWN
            }
        }
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Type {
        let comparison = match operator {
            BinaryOperator::Or | BinaryOperator::And => {
                self.condition(left);
                self.condition(right);
                return Type::BOOLEAN;
            }
            BinaryOperator::Equal => Comparison::Equal,
            BinaryOperator::NotEqual => Comparison::Unequal,
            BinaryOperator::Less
            | BinaryOperator::LessOrEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual => Comparison::Ordered,
            _ => return self.computed(operator, left, right, span),
        };
        self.compare(left, right, comparison, span);
        // Of what is half typed, it is not known what it will be.
        let is_half_typed = [left, right]
            .iter()
            .any(|side| side.kind == ExpressionKind::Missing);
        if is_half_typed {
            Type::UNKNOWN
        } else {
            Type::BOOLEAN
        }
    }

    fn computed(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Type {
        let (left, right) = (self.visit(left), self.visit(right));
        match arithmetic::outcome(operator, left.value(), right.value()) {
            Some(value) => Type::Value(value),
            None => {
                self.problem(
                    ProblemKind::NotComputable {
                        operator,
                        left,
                        right,
                    },
                    span,
                );
                Type::UNKNOWN
            }
        }
    }

    fn is(&mut self, value: &Expression, test: &Test, span: Span) -> Type {
        match test {
            Test::DistinctFrom(other) => {
                self.compare(value, other, Comparison::WithNull, span);
                return Type::BOOLEAN;
            }
            Test::Existing => drop(self.visit(value)),
            Test::Word(word) => self.test(value, word),
        }
        Type::BOOLEAN
    }

    fn test(&mut self, value: &Expression, word: &Name) {
        let ty = self.visit(value);
        if word.text.is_empty() {
            self.problem(ProblemKind::Missing, word.span);
            return;
        }
        let Some(test) = known_test(&word.text) else {
            self.problem(ProblemKind::UnknownTest(word.text.clone()), word.span);
            return;
        };
        let is_taken = |taken: &ValueType| ty.value().converts_to(*taken);
        if !test.takes.is_empty() && !test.takes.iter().any(is_taken) {
            self.problem(ProblemKind::NotBoolean(ty), value.span);
        }
    }

    fn between(&mut self, value: &Expression, low: &Expression, high: &Expression) -> Type {
        let ty = self.visit(value);
        for end in [low, high] {
            self.compare_with(
                value,
                &ty,
                end,
                Comparison::Ordered,
                value.span.to(end.span),
            );
        }
        Type::BOOLEAN
    }

    fn text(&mut self, expression: &Expression) {
        let ty = self.visit(expression);
        if !ty.value().is_text() && !ty.value().is_open() {
            self.problem(ProblemKind::NotText(ty), expression.span);
        }
    }

    fn matches(&mut self, value: &Expression, pattern: &Expression) -> Type {
        self.text(value);
        match &pattern.kind {
            ExpressionKind::Name(name) => {
                if !self.scope.pattern(name) {
                    self.problem(ProblemKind::UnknownPattern(name.clone()), pattern.span);
                }
            }
            _ => self.text(pattern),
        }
        Type::BOOLEAN
    }

    fn exists(&mut self, exists: &Exists) -> Type {
        match exists {
            Exists::Other(of) => drop(self.visit(of)),
            Exists::Entity { entity, .. } if entity.name.text.is_empty() => {
                self.problem(ProblemKind::Missing, entity.name.span);
            }
            Exists::Entity { entity, condition } => {
                let around = self.scope;
                let inside = around.entity(entity);
                if inside.is_none() {
                    let name = entity.name.text.clone();
                    self.problem(ProblemKind::UnknownEntity(name), entity.span);
                }
                if let Some(condition) = condition {
                    let inside = inside.as_deref().unwrap_or(&Anything);
                    let mut walk = Walk::new(inside);
                    walk.condition(condition);
                    self.types.append(&mut walk.types);
                    self.names.append(&mut walk.names);
                    self.problems.append(&mut walk.problems);
                }
            }
        }
        Type::BOOLEAN
    }

    fn case(
        &mut self,
        subject: Option<&Expression>,
        branches: &[Branch],
        otherwise: Option<&Expression>,
    ) -> Type {
        let subject_type = subject.map(|subject| self.visit(subject));
        let mut results = Vec::new();
        for Branch {
            condition, result, ..
        } in branches
        {
            match (subject, &subject_type) {
                (Some(subject), Some(ty)) => {
                    let other = self.visit_beside(condition, ty);
                    let span = condition.span;
                    self.compare_types(subject, ty, condition, &other, Comparison::Equal, span);
                }
                _ => self.condition(condition),
            }
            results.push(self.visit(result));
        }
        results.extend(otherwise.map(|otherwise| self.visit(otherwise)));
        common(&results).unwrap_or(Type::UNKNOWN)
    }

    fn cast(&mut self, value: &Expression, type_name: &Name) -> Type {
        self.visit(value);
        if type_name.text.is_empty() {
            self.problem(ProblemKind::Missing, type_name.span);
            return Type::UNKNOWN;
        }
        let ty = Type::of_name(&type_name.text);
        if ty == Type::UNKNOWN {
            let name = type_name.text.clone();
            self.problem(ProblemKind::UnknownType(name), type_name.span);
        }
        self.check_text(value, &ty);
        ty
    }
}

/// The type that all of these can be read as.
pub(super) fn common(types: &[Type]) -> Option<Type> {
    let (first, rest) = types.split_first()?;
    rest.iter()
        .try_fold(first.clone(), |common, ty| common.common_with(ty))
}

fn is_truth_value(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Literal(Literal::Text { value, .. }) => ValueType::Boolean.reads(value),
        _ => false,
    }
}
