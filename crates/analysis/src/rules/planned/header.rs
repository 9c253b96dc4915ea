//! What the roadmap has at the top of a file: sentences, several entities.

use super::{Context, Diagnostic, Group, Rule, Severity};

pub(super) const SENTENCE_AS_ENTITY: Rule = Rule::new(
    "sentence-as-entity",
    Group::Planned,
    Severity::Info,
    include_str!("../../../rules/sentence-as-entity.md"),
);

pub(super) const SEVERAL_ENTITIES: Rule = Rule::new(
    "several-entities",
    Group::Planned,
    Severity::Info,
    include_str!("../../../rules/several-entities.md"),
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
    let root = context.document.root();
    let entry = context.document.entry(root, "entity");
    if let Some(entry) = entry.filter(|entry| entry.key != entry.last_key) {
        let message = "a second entity in one file: SpecQL 0.8.7 reads only the last one";
        let found = Diagnostic::new(&SEVERAL_ENTITIES, context.span(entry.last_key), message)
            .with_help("Give each entity a file of its own.")
            .with_related(context.file, context.span(entry.key), "the first entity");
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
