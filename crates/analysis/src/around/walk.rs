//! The way through a spec.

use specql_yaml::Span;

use super::{Around, Names, Variables, entity_named, entity_of, type_of_parameter};
use crate::db::{Db, File};
use crate::expression::ast::{
    Argument, BinaryOperator, CallExpression, Expression, ExpressionKind, Literal, Name, Statement,
    TypeExpression,
};
use crate::expression::infer::{Type, infer};
use crate::spec::{Action, Branch, Content, Parameter, Spec, Step};

/// Something in one of SpecQL's own languages, with what it is for.
pub(crate) enum Part<'s> {
    /// A type.
    Type(&'s TypeExpression),
    /// It has to be true or false.
    Condition(&'s Expression),
    /// What the caller has to be allowed. Who calls, and what there is to allow, is said nowhere.
    Permission(&'s Expression),
    /// It is put where this type has to be; anything will do where that is unknown.
    Value(&'s Expression, Type),
    /// A field gets this value: its name is the key before it.
    Field(&'s Name, &'s Expression, Type),
    /// An argument gets this value: its name is the key before it, beside a call.
    Argument(&'s CallExpression, &'s Name, &'s Expression, Type),
    /// It is compared with what the cases of a step are about, which comes second.
    Case(&'s Expression, &'s Expression, Type),
    /// `a = b`: a variable gets a value.
    Assignment(&'s Expression),
    /// What the action ends with: a value, or a word for people. Sentences for people are no part
    /// of a spec's languages, and left out.
    Answer(&'s Expression),
    /// What is done with an entity. What is around are the fields of that entity.
    Statement(&'s Statement),
    /// A function, and the values that it is called with.
    Call(&'s CallExpression, Vec<&'s Argument>),
}

/// Someone who looks at all parts of a spec.
pub(crate) trait Visitor<'s> {
    /// A part, and what can be named in it.
    fn part(&mut self, part: Part<'s>, around: Around<'_>);

    /// A variable that is known from here on, perhaps not for the first time.
    fn variable(&mut self, _name: &'s str, _span: Span) {}
}

/// Goes through a spec.
pub(crate) fn walk<'s>(db: &dyn Db, file: File, spec: &'s Spec, visitor: &mut dyn Visitor<'s>) {
    for field in &spec.fields {
        visitor.part(Part::Type(&field.field_type), Around::of(file));
        if let Some(computed) = &field.computed {
            let part = Part::Value(computed, Type::of(&field.field_type));
            visitor.part(part, Around::of(file));
        }
    }
    for expression in &spec.expressions {
        let part = Part::Value(expression, Type::UNKNOWN);
        visitor.part(part, Around::of(file));
    }
    for action in &spec.actions {
        let mut walk = Walk {
            db,
            spec,
            known: Known {
                own: file,
                entity: Some(file),
                parameters: &action.parameters,
                variables: Variables::default(),
            },
            visitor: &mut *visitor,
        };
        walk.action(action);
    }
}

/// What can be named, while it changes.
struct Known<'s> {
    own: File,
    entity: Option<File>,
    parameters: &'s [Parameter],
    variables: Variables<'s>,
}

impl Known<'_> {
    fn around(&self) -> Around<'_> {
        Around {
            entity: self.entity,
            own: self.own,
            parameters: self.parameters,
            variables: Some(&self.variables),
        }
    }
}

struct Walk<'s, 'v> {
    db: &'v dyn Db,
    spec: &'s Spec,
    known: Known<'s>,
    visitor: &'v mut dyn Visitor<'s>,
}

impl<'s> Walk<'s, '_> {
    fn part(&mut self, part: Part<'s>) {
        self.visitor.part(part, self.known.around());
    }

    fn names(&self) -> Names<'_> {
        Names::new(self.db, self.known.around())
    }

    fn field(&self, name: &str) -> Type {
        self.names().field(name).unwrap_or(Type::UNKNOWN)
    }

    fn variable(&mut self, (name, span): (&'s str, Span), ty: Type) {
        self.visitor.variable(name, span);
        self.known.variables.push(name, span, ty);
    }

    /// What is done inside can name another entity's fields, and variables of its own.
    fn inside(&mut self, entity: Option<File>, run: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.known.entity, entity);
        let variables = self.known.variables.len();
        run(self);
        self.known.entity = around;
        self.known.variables.truncate(variables);
    }

    fn action(&mut self, action: &'s Action) {
        for parameter in &action.parameters {
            if let Some(written) = &parameter.parameter_type {
                self.part(Part::Type(written));
            }
        }
        if let Some(requires) = &action.requires {
            self.part(Part::Permission(requires));
        }
        self.steps(&action.steps);
    }

    fn steps(&mut self, steps: &'s [Step]) {
        for step in steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &'s Step) {
        for declared in &step.declared {
            if let Some(written) = &declared.parameter_type {
                self.part(Part::Type(written));
            }
            self.variable(place(&declared.name), type_of_parameter(declared));
        }
        let mut row = Row::default();
        match &step.content {
            Content::Expression(expression) => self.content(step, expression),
            Content::Statement(statement) => row = self.statement(statement),
            Content::Call(call) => self.part(Part::Call(call, values(call, &step.key.text))),
            Content::Text(_) | Content::Nothing => {}
        }
        let entity = match row.has_target {
            true => row.entity,
            false => self.known.entity,
        };
        self.inside(entity, |walk| walk.further(step, &row));
        let subject = subject(step).map(|subject| (subject, infer(subject, &self.names()).whole));
        self.inside(self.known.entity, |walk| {
            if let Some((name, ty)) = row.variable {
                walk.variable(name, ty);
            }
            for branch in &step.branches {
                walk.branch(step, branch, subject.as_ref());
            }
        });
        if let Some(result) = &step.result {
            self.variable(place(result), row.ty);
        }
    }

    /// The expression that makes a step.
    fn content(&mut self, step: &'s Step, expression: &'s Expression) {
        let part = match step.key.text.as_str() {
            "validate" | "if" | "elif" | "while" => Part::Condition(expression),
            "return" | "return_early" if is_sentence(expression) => return,
            "return" | "return_early" => Part::Answer(expression),
            "assign" => {
                if let Some((name, span)) = assigned(expression)
                    && self.known.around().variable(name).is_none()
                    && self.known.around().field(self.db, name).is_none()
                {
                    self.variable((name, span), Type::UNKNOWN);
                }
                Part::Assignment(expression)
            }
            "set" => Part::Assignment(expression),
            _ => Part::Value(expression, Type::UNKNOWN),
        };
        self.part(part);
    }

    /// The expressions behind the further keys of a step.
    fn further(&mut self, step: &'s Step, row: &Row<'_>) {
        for (key, expression) in &step.expressions {
            let name = key.text.as_str();
            let part = match name {
                "where" | "condition" | "elif" => Part::Condition(expression),
                "expression" => Part::Value(expression, Type::UNKNOWN),
                _ => match &step.content {
                    Content::Call(call) => {
                        let expected = argument_type(self.spec, call, name);
                        Part::Argument(call, key, expression, expected)
                    }
                    Content::Statement(_) if row.has_target => {
                        Part::Field(key, expression, self.field(name))
                    }
                    _ if step.key.text == "set" => Part::Field(key, expression, self.field(name)),
                    _ => Part::Value(expression, Type::UNKNOWN),
                },
            };
            self.part(part);
        }
    }

    fn branch(
        &mut self,
        step: &'s Step,
        branch: &'s Branch,
        subject: Option<&(&'s Expression, Type)>,
    ) {
        if let Some(condition) = &branch.condition {
            match (branch.key.text.as_str(), subject) {
                // The name of an error.
                ("catch", _) => {}
                (_, Some((subject, ty))) => {
                    self.part(Part::Case(condition, subject, ty.clone()));
                }
                (_, None) if step.key.text == "switch" => {
                    self.part(Part::Value(condition, Type::UNKNOWN));
                }
                (_, None) => self.part(Part::Condition(condition)),
            }
        }
        self.inside(self.known.entity, |walk| walk.steps(&branch.steps));
    }

    fn statement(&mut self, statement: &'s Statement) -> Row<'s> {
        let mut row = self.row(statement);
        let inside = match row.has_target {
            true => row.entity,
            false => self.known.entity,
        };
        self.inside(inside, |walk| {
            if let Some((name, ty)) = &row.variable {
                walk.variable(*name, ty.clone());
            }
            walk.part(Part::Statement(statement));
        });
        if let Some(alias) = &statement.alias {
            row.variable = Some((place(alias), row.ty.clone()));
        }
        row
    }

    /// What a statement is about.
    fn row(&self, statement: &'s Statement) -> Row<'s> {
        let Some(target) = &statement.target else {
            return Row::default();
        };
        if let Some(collection) = &statement.collection {
            // `item in items` gives a name instead of asking for one.
            let item = item_of(infer(collection, &self.names()).whole);
            return Row {
                variable: Some((place(&target.name), item)),
                ..Row::default()
            };
        }
        let own = self.known.own;
        if let Some(ty) = self.known.around().value(self.db, target) {
            let ty = match ty {
                Type::List(item) => item.as_ref().clone(),
                ty => ty,
            };
            return Row {
                has_target: true,
                entity: entity_of(self.db, own, &ty),
                ty,
                variable: None,
            };
        }
        let entity = entity_named(self.db, own, target);
        Row {
            has_target: true,
            ty: entity.map_or(Type::UNKNOWN, |_| {
                Type::reference(std::slice::from_ref(target))
            }),
            entity,
            variable: None,
        }
    }
}

/// What a statement is about.
struct Row<'s> {
    /// Whether it names something that it is about.
    has_target: bool,
    /// The entity that is; none when that is not known.
    entity: Option<File>,
    /// The type of one of its rows.
    ty: Type,
    /// The variable that the steps below can name, with its place.
    variable: Option<((&'s str, Span), Type)>,
}

impl Default for Row<'_> {
    fn default() -> Self {
        Self {
            has_target: false,
            entity: None,
            ty: Type::UNKNOWN,
            variable: None,
        }
    }
}

fn item_of(ty: Type) -> Type {
    match ty {
        Type::List(item) => item.as_ref().clone(),
        _ => Type::UNKNOWN,
    }
}

/// What the cases of a step are compared with.
fn subject(step: &Step) -> Option<&Expression> {
    if step.key.text != "switch" {
        return None;
    }
    if let Content::Expression(subject) = &step.content {
        return Some(subject);
    }
    let mut further = step.expressions.iter();
    let (_, subject) = further.find(|(key, _)| key.text == "expression")?;
    Some(subject)
}

fn place(name: &Name) -> (&str, Span) {
    (&name.text, name.span)
}

/// The name before the `=` of an assignment.
fn assigned(expression: &Expression) -> Option<(&str, Span)> {
    match &expression.kind {
        ExpressionKind::Binary {
            operator: BinaryOperator::Equal,
            left,
            ..
        } => match &left.kind {
            ExpressionKind::Name(name) => Some((name, left.span)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is said to people: YAML has taken the quotes away.
fn is_sentence(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::Unreadable(_))
        || expression.parts().into_iter().any(is_sentence)
}

/// The arguments of a call that are values. Those of `notify` are a channel and a message, and
/// the message stands there as it is said.
fn values<'s>(call: &'s CallExpression, key: &str) -> Vec<&'s Argument> {
    let is_said = |argument: &Argument| {
        let is_text = matches!(
            argument.value.kind,
            ExpressionKind::Literal(Literal::Text { .. })
        );
        is_text || is_sentence(&argument.value)
    };
    let arguments = call.arguments.iter();
    match key {
        "notify" => arguments.skip(1).filter(|a| !is_said(a)).collect(),
        _ => arguments.collect(),
    }
}

/// The type that an argument of a call has to have, where an action of the spec is called.
pub(crate) fn argument_type(spec: &Spec, call: &CallExpression, name: &str) -> Type {
    let function = call
        .function
        .as_ref()
        .and_then(|function| function.single());
    let mut actions = spec.actions.iter();
    let action = function.and_then(|function| {
        actions.find(|action| {
            let known = action.name.as_ref();
            known.is_some_and(|known| known.text == function.text)
        })
    });
    let parameter = action.and_then(|action| {
        let mut parameters = action.parameters.iter();
        parameters.find(|parameter| parameter.name.text == name)
    });
    parameter.map_or(Type::UNKNOWN, type_of_parameter)
}
