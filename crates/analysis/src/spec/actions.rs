//! Actions and their steps.

use specql_language::step::{STEP_KINDS, StepKind, step_kind};
use specql_yaml::{NodeId, Value};

use super::read::Reader;
use super::{Action, Branch, Content, Parameter, Step};
use crate::expression::ast::Name;

/// Keys with parameters; the first is the usual one.
const PARAMETERS: [&str; 3] = ["params", "parameters", "inputs"];

/// Keys with steps below a step.
const STEPS: [&str; 8] = [
    "then", "else", "do", "steps", "loop", "try", "finally", "default",
];

/// Keys with a list of conditions and steps.
const CASES: [&str; 2] = ["cases", "catch"];

/// Keys with an expression beside the one that makes a step.
const EXPRESSIONS: [&str; 3] = ["where", "condition", "elif"];

/// Keys with names and expressions.
const VALUES: [&str; 5] = ["values", "fields", "set", "args", "arguments"];

/// Keys with a name for a step's result.
const RESULTS: [&str; 5] = ["store", "as", "into", "result", "returns"];

impl Reader<'_> {
    pub(super) fn actions(&mut self, root: NodeId) -> Vec<Action> {
        let Some(actions) = self.get(root, "actions") else {
            return Vec::new();
        };
        let items = self.items(actions).iter();
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if !matches!(self.document.value(*item), Value::Mapping(_)) || !self.may_go_on(0) {
                continue;
            }
            read.push(self.action(*item));
        }
        read
    }

    fn action(&mut self, action: NodeId) -> Action {
        let parameters = PARAMETERS.iter().find_map(|key| self.get(action, key));
        let steps = self.get(action, "steps");
        Action {
            name: self.name_of(action, "name"),
            description: self.name_of(action, "description"),
            parameters: parameters.map_or_else(Vec::new, |node| self.parameters(node)),
            requires: self
                .get(action, "requires")
                .and_then(|node| self.expression(node)),
            steps: steps.map_or_else(Vec::new, |steps| self.steps(steps, 0)),
            span: self.span(action),
        }
    }

    fn steps(&mut self, steps: NodeId, depth: usize) -> Vec<Step> {
        let mut read = Vec::new();
        for item in self.items(steps) {
            if !self.may_go_on(depth) {
                break;
            }
            read.extend(self.step(*item, depth));
        }
        read
    }

    fn step(&mut self, step: NodeId, depth: usize) -> Option<Step> {
        if let Some(key) = self.name(step) {
            // Half-typed: the colon of its key is still to come.
            return Some(Step {
                kind: None,
                key,
                other_kinds: Vec::new(),
                content: Content::Nothing,
                expressions: Vec::new(),
                declared: Vec::new(),
                branches: Vec::new(),
                result: None,
                span: self.span(step),
            });
        }
        // The kind that SpecQL's parser would find first; else the first key, whatever it is.
        let of_kind = |kind: &'static StepKind| {
            let entry = self.document.entry(step, kind.key)?;
            Some((Some(kind), entry))
        };
        let (kind, entry) = STEP_KINDS
            .iter()
            .find_map(of_kind)
            .or_else(|| Some((None, *self.entries(step).first()?)))?;
        let key = self.name(entry.key)?;
        let content = self.step_content(entry.value, kind);
        let declared = match key.text.as_str() {
            "declare" => self.declared(entry.value),
            _ => Vec::new(),
        };
        let mut other_kinds = Vec::new();
        let mut branches = Vec::new();
        let mut expressions = Vec::new();
        let mut result = None;
        for other in self.entries(step) {
            let Some(name) = self.name(other.key) else {
                continue;
            };
            let text = name.text.as_str();
            let value = other.value;
            if kind.is_some_and(|kind| is_other_kind(kind, text)) {
                other_kinds.push(name.clone());
            }
            if STEPS.contains(&text) {
                let steps = self.steps(value, depth + 1);
                branches.push(Branch {
                    key: name,
                    condition: None,
                    steps,
                });
            } else if CASES.contains(&text) {
                self.cases(&name, value, depth, &mut branches);
            } else if RESULTS.contains(&text) {
                result = result.or_else(|| self.name(value));
            } else if VALUES.contains(&text) {
                for entry in self.entries(value) {
                    let named = self.name(entry.key).zip(self.expression(entry.value));
                    expressions.extend(named);
                }
            } else if EXPRESSIONS.contains(&text) && other.key != entry.key {
                let expression = self.expression(value);
                expressions.extend(expression.map(|expression| (name, expression)));
            }
        }
        // `switch: {expression, cases, default}` and the like hold their steps themselves.
        for other in self.entries(entry.value) {
            let Some(name) = self.name(other.key) else {
                continue;
            };
            match name.text.as_str() {
                text if CASES.contains(&text) => {
                    self.cases(&name, other.value, depth, &mut branches);
                }
                text if STEPS.contains(&text) => {
                    let steps = self.steps(other.value, depth + 1);
                    branches.push(Branch {
                        key: name,
                        condition: None,
                        steps,
                    });
                }
                text if RESULTS.contains(&text) => {
                    result = result.or_else(|| self.name(other.value));
                }
                "expression" => {
                    let expression = self.expression(other.value);
                    expressions.extend(expression.map(|expression| (name, expression)));
                }
                _ => {}
            }
        }
        Some(Step {
            kind,
            key,
            other_kinds,
            content,
            expressions,
            declared,
            branches,
            result,
            span: self.span(step),
        })
    }

    fn cases(&mut self, key: &Name, cases: NodeId, depth: usize, branches: &mut Vec<Branch>) {
        for case in self.items(cases) {
            if !self.may_go_on(depth) {
                break;
            }
            let condition = self.get(*case, "when");
            let steps = self.get(*case, "then");
            branches.push(Branch {
                key: key.clone(),
                condition: condition.and_then(|node| self.expression(node)),
                steps: steps.map_or_else(Vec::new, |steps| self.steps(steps, depth + 1)),
            });
        }
    }

    /// The variables of a `declare`: one, a list of them, or names with types.
    fn declared(&mut self, node: NodeId) -> Vec<Parameter> {
        match self.name_of(node, "name") {
            Some(name) => vec![Parameter {
                name,
                parameter_type: self
                    .get(node, "type")
                    .and_then(|node| self.type_expression(node)),
            }],
            None => self.parameters(node),
        }
    }

    /// What stands behind the key of a step, in the language that the grammar has found there.
    fn step_content(&self, node: NodeId, kind: Option<&StepKind>) -> Content {
        if let Some(content) = self.content(node) {
            return content;
        }
        match kind.and_then(|_| self.name(node)) {
            Some(text) => Content::Text(text),
            None => Content::Nothing,
        }
    }
}

/// Whether a key in a step of one kind would make it one of another, and has no use in it.
fn is_other_kind(kind: &StepKind, key: &str) -> bool {
    let is_of_use = kind.reads.contains(&key)
        || [&STEPS[..], &CASES, &EXPRESSIONS, &VALUES, &RESULTS]
            .iter()
            .any(|keys| keys.contains(&key));
    key != kind.key && !is_of_use && step_kind(key).is_some()
}
