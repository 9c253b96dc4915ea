//! What the roadmap has at the top of a file: sentences.

use super::{Context, Diagnostic, Group, Rule, Severity};

pub(super) const SENTENCE_AS_ENTITY: Rule = Rule::new(
    "sentence-as-entity",
    Group::Planned,
    Severity::Info,
    include_str!("../../../rules/sentence-as-entity.md"),
);

/// A name with more words is a sentence.
const MAX_WORDS: usize = 3;

pub(super) fn check(context: &mut Context<'_>) {
    if let Some(name) = &context.spec.entity
        && is_sentence(&name.text)
    {
        let message = "SpecQL 0.8.7 takes this sentence for the entity's name";
        let help = "To write an entity in plain words is an idea of the roadmap. Give it a name, \
                    and put the sentence into `description`.";
        let found = Diagnostic::new(&SENTENCE_AS_ENTITY, name.span, message).with_help(help);
        context.report(found);
    }
}

fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        word.chars()
            .all(|c| c.is_alphabetic() || "-\'\u{2019}".contains(c))
    };
    text.split_whitespace().count() > MAX_WORDS && text.split_whitespace().all(is_word)
}
