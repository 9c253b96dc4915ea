//! What words are by their meaning: what names stand for, and which keys the language knows.

use std::collections::HashSet;

use specql_analysis::Span;
use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::expression::infer::Type;
use specql_analysis::resolve::Target as Meant;
use specql_analysis::typing::typed;
use specql_language::key::{Key, Name};
use specql_language::{Effect, Target};

use super::legend::{Modifier, Modifiers, TokenType};
use crate::known_keys::known_keys;
use crate::symbol::occurrences;

/// What a word is, and what can be said of it.
pub(super) type Meaning = (TokenType, Modifiers);

/// What is known of the words of a file, in the order of the text; none lies over another.
pub(super) fn meanings(db: &dyn Db, file: File) -> Vec<(Span, Meaning)> {
    let target = Workspace::try_get(db).map_or(Target::default(), |w| w.target(db));
    let mut found = Vec::new();
    for name in occurrences(db, file) {
        let Some(kind) = kind_of(&name.symbol.target) else {
            continue;
        };
        let is_ours = matches!(
            name.symbol.target,
            Meant::Composite(_) | Meant::Member(..) | Meant::Pattern(_)
        );
        let modifiers = match (name.is_definition, is_ours) {
            (true, _) => Modifiers::NONE.with(Modifier::Declaration),
            (false, true) => Modifiers::NONE.with(Modifier::DefaultLibrary),
            (false, false) => Modifiers::NONE,
        };
        found.push((name.span, (kind, modifiers)));
    }
    for (span, key) in known_keys(db, file) {
        found.push((span, of_key(key, target)));
    }
    // A name that is given counts more than what it stands for, and that more than the key.
    found.sort_by_key(|(span, _)| *span);
    let mut end = 0;
    found.retain(|(span, _)| {
        let is_free = span.start >= end && !span.is_empty();
        if is_free {
            end = span.end;
        }
        is_free
    });
    found
}

/// The parts of expressions that have one of the values of an enum.
pub(super) fn enums(db: &dyn Db, file: File) -> HashSet<Span> {
    let parts = typed(db, file).iter().flat_map(|found| &found.typed.types);
    let enums = parts.filter(|(_, ty)| matches!(ty, Type::Enum(_)));
    enums.map(|(span, _)| *span).collect()
}

fn of_key(key: &Key, target: Target) -> Meaning {
    let known = Modifiers::NONE.with(Modifier::DefaultLibrary);
    let is_lost = matches!(key.effect, Effect::Ignored | Effect::Refused)
        && !(key.target == Target::Next && target == Target::Next);
    let modifiers = if is_lost {
        known.with(Modifier::Deprecated)
    } else {
        known
    };
    (TokenType::Keyword, modifiers)
}

/// What the name of something is; none for what is best told by its form.
fn kind_of(target: &Meant) -> Option<TokenType> {
    Some(match target {
        Meant::Entity(_) | Meant::Library(_) => TokenType::Class,
        Meant::Field(..) | Meant::Member(..) => TokenType::Property,
        Meant::Action(..) => TokenType::Method,
        Meant::Parameter(_) | Meant::Argument(..) => TokenType::Parameter,
        Meant::EnumValue(..) => TokenType::EnumMember,
        Meant::Variable(_) => TokenType::Variable,
        Meant::Composite(_) | Meant::Pattern(_) => TokenType::Type,
        Meant::Schema(_) => TokenType::Namespace,
        Meant::Other(_, what, _) => match what {
            Name::Event => TokenType::Event,
            Name::Parameter | Name::PatternParameter => TokenType::Parameter,
            Name::Field => TokenType::Property,
            _ => TokenType::Variable,
        },
        Meant::Anchor(_) => TokenType::Label,
        Meant::File(_) => return None,
    })
}
