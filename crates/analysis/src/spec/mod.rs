//! What the author of a spec means: entity, fields, actions and steps, with their places.
//!
//! This is read from the values and, where something is not written plainly, from the tree, so a
//! half-typed spec has a meaning, too: what is sound is there, what is missing is missing, nothing
//! is guessed. What SpecQL 0.8.7
//! makes of the same text is another question: [`crate::reading`] has that.

mod actions;
mod by_name;
mod fields;
mod mentions;
mod places;
mod read;

use specql_language::key;
use specql_language::step::StepKind;
use specql_syntax::Tree;
use specql_yaml::{Document, NodeId, Span};

use crate::db::{Db, File};
use crate::expression::ast::{
    CallExpression, Expression, Name, Statement, TypeExpression, TypeKind,
};
use crate::source::{self, Once};
use by_name::FieldsByName;

/// A spec.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// What the entity is called; none while that is still to be typed.
    pub entity: Option<Name>,
    /// Its schema, where one is written.
    pub schema: Option<Name>,
    /// Its description.
    pub description: Option<Name>,
    /// Its fields, in order. Of two with the same name both are here.
    pub fields: Vec<Field>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// Names in the other blocks that stand for something elsewhere.
    pub mentions: Vec<Mention>,
    /// Names in the other blocks that are given there.
    pub definitions: Vec<Mention>,
    /// Names in fields and actions that may stand for something elsewhere, beside those that are
    /// read one by one: what nothing is known of is left alone.
    pub asides: Vec<Mention>,
    /// Expressions in the other blocks, over this entity's fields.
    pub expressions: Vec<Expression>,
    /// Paths of other files: what the entity extends and imports.
    pub paths: Vec<Name>,
    /// Those of them that it extends.
    pub extends: Vec<Name>,
    by_name: FieldsByName,
}

/// The schema of an entity that names none.
pub const DEFAULT_SCHEMA: &str = "public";

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type as it is meant.
    pub field_type: TypeExpression,
    /// Whether it is written as a mapping.
    pub is_mapping: bool,
    /// Whether it has to have a value.
    pub required: bool,
    /// Its default, as text.
    pub default: Option<Name>,
    /// Its description.
    pub description: Option<Name>,
    /// The expression it is computed from.
    pub computed: Option<Expression>,
    /// Its whole value.
    pub span: Span,
}

impl Field {
    /// Whether it says what it is; not while its type is still to be typed. In a mapping, no type is
    /// a text.
    #[must_use]
    pub fn has_type(&self) -> bool {
        self.is_mapping || self.field_type.kind != TypeKind::Missing
    }
}

/// An action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name; none while that is still to be typed.
    pub name: Option<Name>,
    /// Its description.
    pub description: Option<Name>,
    /// What its caller hands over.
    pub parameters: Vec<Parameter>,
    /// What its caller has to be allowed.
    pub requires: Option<Expression>,
    /// What it does.
    pub steps: Vec<Step>,
    /// All of it.
    pub span: Span,
}

/// A parameter of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type, where one is written.
    pub parameter_type: Option<TypeExpression>,
}

/// A step of an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What kind of step it is; none for a key that is no step.
    pub kind: Option<&'static StepKind>,
    /// The key that says so; for no kind of step, its first key.
    pub key: Name,
    /// Keys of other kinds that stand beside it, for nothing.
    pub other_kinds: Vec<Name>,
    /// What stands behind that key.
    pub content: Content,
    /// Conditions and other expressions behind the step's further keys.
    pub expressions: Vec<(Name, Expression)>,
    /// The variables that it makes.
    pub declared: Vec<Parameter>,
    /// The steps that it holds.
    pub branches: Vec<Branch>,
    /// Where its result goes: `store`, `as`, `into`.
    pub result: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// What stands behind a step's key.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing yet, or nothing that is looked into.
    Nothing,
    /// An expression.
    Expression(Expression),
    /// An entity and what is done with it.
    Statement(Box<Statement>),
    /// A function and its arguments.
    Call(CallExpression),
    /// Text.
    Text(Name),
}

/// Steps below a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The key above them: `then`, `else`, `do`.
    pub key: Name,
    /// The condition of a case.
    pub condition: Option<Expression>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A name that stands for something, or that something is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What it is the name of.
    pub what: key::Name,
    /// The name.
    pub name: Name,
    /// The key it stands behind.
    pub key: &'static str,
    /// The entity whose fields are meant, where that is another one.
    pub of: Option<Name>,
    /// The references that lead to the entity whose fields are meant, from this one on.
    pub through: Vec<Name>,
}

/// What a file means.
#[salsa::tracked(lru = 128)]
pub fn spec(db: &dyn Db, file: File) -> Spec {
    read::spec(source::document(db, file), source::text(db, file), &|| {
        source::tree(db, file)
    })
}

/// What a file means, made for one use and not kept.
pub(crate) fn spec_of(once: &Once<'_>) -> Spec {
    read::spec(once.document(), once.text, &|| once.tree())
}

/// What a text means that is no file of a database.
pub(crate) fn spec_of_text(document: &Document<'_>, tree: &Tree, text: &str) -> Spec {
    read::spec(document, text, &|| tree)
}

impl Spec {
    /// The field of this name. Of several the last one counts, as it does for SpecQL.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.by_name.last(&self.fields, name)
    }

    /// The first field of this name, whatever letters of it are capitals.
    #[must_use]
    pub fn field_ignoring_case(&self, name: &str) -> Option<&Field> {
        self.by_name.ignoring_case(&self.fields, name)
    }

    /// All steps of all actions, with those inside of others.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        let mut open: Vec<&Step> = Vec::new();
        let actions = self.actions.iter().rev();
        open.extend(actions.flat_map(|action| action.steps.iter().rev()));
        std::iter::from_fn(move || {
            let step = open.pop()?;
            let below = step.branches.iter().rev();
            open.extend(below.flat_map(|branch| branch.steps.iter().rev()));
            Some(step)
        })
    }
}

/// A node of a document as a name.
fn named(document: &Document<'_>, node: NodeId) -> Option<Name> {
    Some(Name {
        text: document.value(node).as_str()?.to_owned(),
        span: document.span(node),
    })
}

#[cfg(test)]
mod tests;
