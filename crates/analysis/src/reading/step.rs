//! Steps of actions.

use specql_language::step::STEP_KINDS;
use specql_language::{Effect, Target};
use specql_yaml::{NodeId, Value};

use super::python::{is_space, is_word, strip};
use super::{Arguments, Item, RawSet, Reader, Rule, Step, words_of};

const SCOPES: [&str; 4] = ["self", "related", "propagate", "batch"];
const STRATEGIES: [&str; 2] = ["immediate", "deferred"];

impl<'d> Reader<'d> {
    pub(super) fn steps(
        &mut self,
        around: NodeId,
        items: Vec<Item<'_>>,
        fields: &[String],
        depth: usize,
    ) -> Vec<Step> {
        let mut steps = Vec::with_capacity(items.len());
        for item in items {
            if !self.may_go_on(around, depth) {
                break;
            }
            match item {
                Item::Node(node) if self.entries(node).is_some() => {
                    steps.extend(self.step(node, fields, depth));
                }
                Item::Letter(_) => {
                    // Text in the place of a list is read letter by letter, and no letter is a step.
                    self.refuse(Rule::StepIsNoMapping, around);
                    break;
                }
                _ => self.refuse(Rule::StepIsNoMapping, item.node_or(around)),
            }
        }
        steps
    }

    fn step(&mut self, step: NodeId, fields: &[String], depth: usize) -> Option<Step> {
        let kinds = STEP_KINDS.iter();
        let mut released =
            kinds.filter(|kind| kind.effect != Effect::Refused && kind.target == Target::V0_8);
        let found = released.find_map(|kind| Some((kind.key, self.get(step, kind.key)?)));
        let Some((kind, value)) = found else {
            self.refuse(Rule::StepIsUnknown, step);
            return None;
        };
        let read = match kind {
            "validate" => self.validate(step, value, fields),
            "if" => self.condition(step, value, fields, depth),
            "insert" => self.insert(value),
            "update" => self.update(value, fields),
            "delete" | "find" => self.delete_or_find(value, fields),
            "call" => self.call(step, value),
            "notify" => self.notify(value),
            "reject" => Step {
                error: Some(self.raw(value)),
                ..Step::default()
            },
            _ => self.refresh_table_view(value),
        };
        Some(Step { kind, ..read })
    }

    fn validate(&mut self, step: NodeId, expression: NodeId, fields: &[String]) -> Step {
        self.check_expression(expression, fields);
        Step {
            expression: Some(self.raw(expression)),
            error: self.raw_of(step, "error"),
            ..Step::default()
        }
    }

    fn condition(
        &mut self,
        step: NodeId,
        condition: NodeId,
        fields: &[String],
        depth: usize,
    ) -> Step {
        let mut branch = |key: &str| match self.get(step, key) {
            None => Vec::new(),
            Some(steps) => match self.items(steps) {
                Some(items) => self.steps(steps, items, fields, depth + 1),
                None => {
                    self.refuse(Rule::BranchIsNoList, steps);
                    Vec::new()
                }
            },
        };
        let then_steps = branch("then");
        let else_steps = branch("else");
        self.check_expression(condition, fields);
        Step {
            condition: Some(self.raw(condition)),
            then_steps,
            else_steps,
            ..Step::default()
        }
    }

    fn insert(&mut self, entity: NodeId) -> Step {
        let entity = self.statement(entity);
        Step {
            entity: entity.map(|text| strip(text).to_owned()),
            ..Step::default()
        }
    }

    fn update(&mut self, statement: NodeId, fields: &[String]) -> Step {
        let Some(text) = self.statement(statement) else {
            return Step::default();
        };
        let Some((entity, rest)) = text.split_once(" SET ") else {
            self.refuse_text(Rule::SetMissing, statement, text);
            return Step::default();
        };
        let (set, condition) = match rest.split_once(" WHERE ") {
            Some((set, condition)) => (set, Some(condition)),
            None => (rest, None),
        };
        self.check_words(statement, set, fields);
        if let Some(condition) = condition {
            self.check_words(statement, condition, fields);
        }
        Step {
            entity: Some(strip(entity).to_owned()),
            fields: Some(RawSet {
                raw_set: strip(set).to_owned(),
            }),
            where_clause: condition.map(|text| strip(text).to_owned()),
            ..Step::default()
        }
    }

    fn delete_or_find(&mut self, statement: NodeId, fields: &[String]) -> Step {
        let Some(text) = self.statement(statement) else {
            return Step::default();
        };
        let (entity, condition) = match text.split_once(" WHERE ") {
            Some((entity, condition)) => (entity, Some(condition)),
            None => (text, None),
        };
        if let Some(condition) = condition {
            self.check_words(statement, condition, fields);
        }
        Step {
            entity: Some(strip(entity).to_owned()),
            where_clause: condition.map(|text| strip(text).to_owned()),
            ..Step::default()
        }
    }

    fn call(&mut self, step: NodeId, call: NodeId) -> Step {
        let Some(text) = self.text(call) else {
            self.refuse(Rule::CallIsNoText, call);
            return Step::default();
        };
        let Some((function, arguments)) = call_parts(text) else {
            self.refuse_text(Rule::CallIsMalformed, call, text);
            return Step::default();
        };
        Step {
            function_name: Some(function.to_owned()),
            arguments: Some(named_arguments(arguments)),
            store_result: self.raw_of(step, "store"),
            ..Step::default()
        }
    }

    fn notify(&mut self, call: NodeId) -> Step {
        let Some(text) = self.text(call) else {
            self.refuse(Rule::CallIsNoText, call);
            return Step::default();
        };
        let Some((recipient, channel, message)) = notify_parts(text) else {
            self.refuse_text(Rule::NotifyIsMalformed, call, text);
            return Step::default();
        };
        let arguments = [("channel", channel), ("message", message)];
        let owned = arguments.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Step {
            function_name: Some(recipient.to_owned()),
            arguments: Some(Arguments(owned.into())),
            ..Step::default()
        }
    }

    fn refresh_table_view(&mut self, settings: NodeId) -> Step {
        if self.entries(settings).is_none() {
            self.refuse(Rule::RefreshIsNoMapping, settings);
            return Step::default();
        }
        let scope = self.word_of(settings, "scope", &SCOPES, Rule::RefreshScopeIsUnknown);
        let propagate = self.get(settings, "propagate");
        if let Some(node) = propagate
            && !matches!(self.value(node), Value::Sequence(_) | Value::Pairs(_))
        {
            self.refuse(Rule::PropagateIsNoList, node);
        }
        let strategy = self.word_of(
            settings,
            "strategy",
            &STRATEGIES,
            Rule::RefreshStrategyIsUnknown,
        );
        Step {
            refresh_scope: Some(scope.unwrap_or("self").to_owned()),
            propagate_entities: propagate.map(|node| self.raw(node)),
            refresh_strategy: strategy.map(str::to_owned),
            ..Step::default()
        }
    }

    /// The word behind a key, which has to be one of some.
    pub(super) fn word_of(
        &mut self,
        mapping: NodeId,
        key: &str,
        words: &[&'static str],
        rule: Rule,
    ) -> Option<&'static str> {
        let node = self.get(mapping, key)?;
        let text = self.text(node);
        let word = words.iter().copied().find(|word| text == Some(word));
        if word.is_none() {
            self.refuse_text(rule, node, text.unwrap_or_default());
        }
        word
    }

    fn statement(&mut self, node: NodeId) -> Option<&'d str> {
        let text = self.document.value(node).as_str();
        if text.is_none() {
            self.refuse(Rule::StatementIsNoText, node);
        }
        text
    }

    /// The only check that SpecQL makes on an expression. Without fields it makes none at all.
    fn check_expression(&mut self, expression: NodeId, fields: &[String]) {
        if fields.is_empty() {
            return;
        }
        match self.text(expression) {
            Some(text) => self.check_words(expression, text, fields),
            None => self.refuse(Rule::ExpressionIsNoText, expression),
        }
    }

    fn check_words(&mut self, node: NodeId, expression: &str, fields: &[String]) {
        if fields.is_empty() {
            return;
        }
        let unknown: Vec<String> = words_of(expression)
            .filter(|word| !fields.contains(&word.text) && !word.is_keyword())
            .map(|word| word.text)
            .collect();
        for word in unknown {
            self.refuse_text(Rule::WordIsUnknown, node, word);
        }
    }
}

/// `(\w+)\s*\((.*)\)` at the start of a text, as Python matches it: the dot takes no line break.
fn call_parts(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = name_before_bracket(text)?;
    let line = rest.split('\n').next().unwrap_or_default();
    let end = line.rfind(')')?;
    Some((name, line.get(..end)?))
}

/// `(\w+)\s*\(([^,]+),\s*(.+)\)` at the start of a text.
fn notify_parts(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = name_before_bracket(text)?;
    let (channel, rest) = rest.split_once(',')?;
    if channel.is_empty() {
        return None;
    }
    let trimmed = rest.trim_start_matches(is_space);
    let line = trimmed.split('\n').next().unwrap_or_default();
    let message = line.rfind(')').and_then(|end| line.get(..end));
    let message = match message {
        Some(message) if !message.is_empty() => message,
        // The blanks before a bracket that closes at once may be the message.
        _ => {
            let end = rest.find(')').filter(|end| *end > 0)?;
            let blanks = rest.get(..end)?;
            if !blanks.chars().all(is_space) {
                return None;
            }
            blanks.rsplit('\n').next().filter(|last| !last.is_empty())?
        }
    };
    Some((
        name,
        strip(channel),
        strip(message).trim_matches(['"', '\'']),
    ))
}

/// A word, and what stands behind the bracket that follows it.
fn name_before_bracket(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    let rest = rest.trim_start_matches(is_space).strip_prefix('(')?;
    (!name.is_empty()).then_some((name, rest))
}

/// The arguments with a name, split at every comma. Of equal names the last one counts, in the
/// place of the first.
fn named_arguments(text: &str) -> Arguments {
    let mut arguments: Vec<(String, String)> = Vec::new();
    for part in text.split(',') {
        let Some((name, value)) = part.split_once('=') else {
            continue;
        };
        let (name, value) = (strip(name), strip(value).to_owned());
        match arguments.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => arguments.push((name.to_owned(), value)),
        }
    }
    Arguments(arguments)
}
